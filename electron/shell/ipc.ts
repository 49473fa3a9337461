import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import {
  CHANNELS,
  Command,
  type CommandReply,
  type CommandResult,
  type OutwardError,
  Query,
  type QueryReply,
  type SnapshotReply,
} from '../contract/index.ts';
import { notTakenFromWindow, outwardError } from '../core/control/index.ts';
import { GatehouseError, type Logger, type SecretScrubber } from '../core/platform/index.ts';
import type { SnapshotSource } from '../web/index.ts';
import { isOwnPage } from './scheme.ts';

/** What {@link serveWindow} connects. */
export interface WindowServiceOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  /** The application's own windows as they are now; one that was destroyed counts for nothing. */
  readonly windows: () => readonly BrowserWindow[];
  readonly source: SnapshotSource;
  /** Runs a validated command. May throw a `GatehouseError`. */
  readonly execute: (command: Command) => Promise<CommandResult>;
  /** Answers a validated query. May throw a `GatehouseError`. */
  readonly query: (query: Query) => Promise<unknown>;
  readonly logger: Logger;
  /** Takes known secrets out of the errors that the page is told. */
  readonly scrubber: SecretScrubber;
}

/**
 * Answers the windows' calls and pushes every new snapshot to them. Order at this border: sender, schema, handler. The
 * returned function ends it.
 */
export function serveWindows({
  ipcMain,
  windows,
  source,
  execute,
  query,
  logger,
  scrubber,
}: WindowServiceOptions): () => void {
  const handle = <Reply>(channel: string, answer: (payload: unknown) => Promise<Reply>): void => {
    ipcMain.handle(channel, async (event: IpcMainInvokeEvent, payload: unknown) => {
      if (!isOwnFrame(event, windows())) {
        logger.warn('ipc call from a foreign frame refused', { channel });
        return failure({ code: 'foreign_frame', message: 'Only the own windows may ask this.', remedy: null });
      }
      return answer(payload);
    });
  };

  handle<SnapshotReply>(CHANNELS.getSnapshot, async () => ({ ok: true, value: source.snapshot() }));
  handle<CommandReply>(CHANNELS.run, async payload => {
    const command = Command.safeParse(payload);
    if (!command.success) return failure(outwardError(notTakenFromWindow(command.error, 'command'), scrubber));
    try {
      return { ok: true, value: await execute(command.data) };
    } catch (thrown) {
      if (!(thrown instanceof GatehouseError)) logger.error('command failed', { command: command.data.name });
      return failure(outwardError(thrown, scrubber));
    }
  });

  handle<QueryReply>(CHANNELS.query, async payload => {
    const asked = Query.safeParse(payload);
    if (!asked.success) return failure(outwardError(notTakenFromWindow(asked.error, 'query'), scrubber));
    try {
      return { ok: true, value: await query(asked.data) };
    } catch (thrown) {
      if (!(thrown instanceof GatehouseError)) logger.error('query failed', { query: asked.data.name });
      return failure(outwardError(thrown, scrubber));
    }
  });

  const unsubscribe = source.subscribe(() => {
    for (const window of windows()) {
      if (!window.isDestroyed()) window.webContents.send(CHANNELS.snapshot, source.snapshot());
    }
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(CHANNELS.getSnapshot);
    ipcMain.removeHandler(CHANNELS.run);
    ipcMain.removeHandler(CHANNELS.query);
  };
}

function isOwnFrame({ sender, senderFrame: frame }: IpcMainInvokeEvent, windows: readonly BrowserWindow[]): boolean {
  const window = windows.find(candidate => !candidate.isDestroyed() && candidate.webContents === sender);
  return window !== undefined && frame !== null && frame === window.webContents.mainFrame && isOwnPage(frame.url);
}

function failure(error: OutwardError): { ok: false; error: OutwardError } {
  return { ok: false, error };
}
