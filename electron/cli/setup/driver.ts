import type { Command, CommandResult, StatusSnapshot } from '../../contract/index.ts';
import { errorMessage } from '../../core/platform/index.ts';
import { statusIfRunning } from '../gateway/running.ts';
import { failed, openHost, prepareHost, stopAll } from '../host.ts';
import type { CliIo, PlaceOptions } from '../io.ts';
import { controlClient } from '../place.ts';

/** The application that is set up: the running one, or one in this process for as long as that takes. */
export interface SetupDriver {
  /** It goes on running when the set-up is over. */
  readonly isElsewhere: boolean;
  status(): Promise<StatusSnapshot>;
  /** Throws what the command throws. */
  run(command: Command): Promise<CommandResult>;
}

/** Calls `use` with the application of the home folder, and ends what was started for it. */
export async function withDriver(
  io: CliIo,
  options: PlaceOptions,
  use: (driver: SetupDriver) => Promise<void>,
): Promise<void> {
  if ((await statusIfRunning(io, options)) !== undefined) {
    const client = controlClient(io, options);
    await use({
      isElsewhere: true,
      status: () => client.status(io.signal),
      run: command => client.execute(command, io.signal),
    });
    return;
  }
  const stops: (() => Promise<void>)[] = [];
  const host = await prepareHost(io, options, new Map(), stops, { consoleLevel: 'error' });
  try {
    const { gatehouse } = await openHost(io, options, host, { isTelling: false }, stops);
    await use({
      isElsewhere: false,
      status: async () => gatehouse.status.snapshot(),
      run: command => gatehouse.execute(command, io.signal),
    });
  } catch (error) {
    io.signal.throwIfAborted();
    host.logger.info('set-up left', { reason: errorMessage(error) });
    throw failed(io, error, host.redactor, host.logger);
  } finally {
    await stopAll(stops, host.logger);
  }
}
