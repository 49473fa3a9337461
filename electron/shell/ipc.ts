import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import {
  CHANNELS,
  Command,
  type CommandReply,
  type CommandResult,
  type OutwardError,
  type SnapshotReply,
} from '../contract/index.ts';
import { outwardError } from '../core/control/index.ts';
import { GatehouseError, type Logger, type SecretScrubber } from '../core/platform/index.ts';
import type { SnapshotSource } from '../web/index.ts';
import { isOwnPage } from './window.ts';

/** What {@link serveWindow} connects. */
export interface WindowServiceOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly window: BrowserWindow;
  readonly source: SnapshotSource;
  /** Runs a validated command. May throw a `GatehouseError`. */
  readonly execute: (command: Command) => Promise<CommandResult>;
  readonly logger: Logger;
  /** Takes known secrets out of the errors that the page is told. */
  readonly scrubber: SecretScrubber;
}

/**
 * Answers the window's calls and pushes every new snapshot to it. Order at this border: sender, schema, handler. The
 * returned function ends it.
 */
export function serveWindow({ ipcMain, window, source, execute, logger, scrubber }: WindowServiceOptions): () => void {
  const handle = <Reply>(channel: string, answer: (payload: unknown) => Promise<Reply>): void => {
    ipcMain.handle(channel, async (event: IpcMainInvokeEvent, payload: unknown) => {
      if (!isOwnFrame(event, window)) {
        logger.warn('ipc call from a foreign frame refused', { channel });
        return failure({ code: 'foreign_frame', message: 'Only the window itself may ask this.', remedy: null });
      }
      return answer(payload);
    });
  };

  handle<SnapshotReply>(CHANNELS.getSnapshot, async () => ({ ok: true, value: source.snapshot() }));
  handle<CommandReply>(CHANNELS.run, async payload => {
    const command = Command.safeParse(payload);
    if (!command.success) {
      return failure({
        code: 'invalid_request',
        message: 'This is not a command that Gatehouse knows.',
        remedy: null,
      });
    }
    try {
      return { ok: true, value: await execute(command.data) };
    } catch (thrown) {
      if (!(thrown instanceof GatehouseError)) logger.error('command failed', { command: command.data.name });
      return failure(outwardError(thrown, scrubber));
    }
  });

  const unsubscribe = source.subscribe(() => {
    if (!window.isDestroyed()) window.webContents.send(CHANNELS.snapshot, source.snapshot());
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(CHANNELS.getSnapshot);
    ipcMain.removeHandler(CHANNELS.run);
  };
}

function isOwnFrame(event: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame;
  return (
    !window.isDestroyed() &&
    event.sender === window.webContents &&
    frame !== null &&
    frame === window.webContents.mainFrame &&
    isOwnPage(frame.url)
  );
}

function failure(error: OutwardError): { ok: false; error: OutwardError } {
  return { ok: false, error };
}
