import type { CommandResult } from '../../contract/index.ts';
import { GatehouseError } from '../platform/index.ts';

/** How a host starts again. */
export interface HostRestart {
  /** Ends everything in order, soon, so that what was asked can still be answered; whoever watches the host starts it again. */
  readonly begin: () => void;
}

/** Why a host cannot start itself again, and what a person does instead. */
export interface NoRestart {
  /** The command to type. */
  readonly command: string;
}

/** Starts the host again. Throws `restart_unsupported` with the command to type where nobody would start it. */
export function restartHost(how: HostRestart | NoRestart | undefined, inFlight: number): CommandResult {
  if (how === undefined || !('begin' in how)) {
    throw new GatehouseError('restart_unsupported', 'Nobody would start this Gatehouse again.', {
      remedy: `Stop it (Ctrl-C where it runs), then run: ${how?.command ?? 'gatehouse run'}`,
    });
  }
  how.begin();
  const rest = inFlight === 0 ? '' : ` ${inFlight === 1 ? '1 request is' : `${inFlight} requests are`} finished first.`;
  return { changed: true, told: { code: 'restarts', count: inFlight }, sentence: `Gatehouse restarts.${rest}` };
}
