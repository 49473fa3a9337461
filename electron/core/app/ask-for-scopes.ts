import type { CommandResult } from '../../contract/index.ts';
import type { GatewayClient, ScopeUpgradeOutcome } from '../gateway/index.ts';
import type { Clock, Timer } from '../platform/index.ts';

/** What is asked for, of whom. */
export interface ScopeQuestion {
  /** The gateway's name. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly clock: Clock;
  /** Ends the waiting, with the application. */
  readonly signal: AbortSignal;
}

/** A gateway that decides by itself has done so by then; a person takes longer. */
const PATIENCE_MS = 2_000;

/**
 * Asks for more access and does not wait for a person: the status says what is to be approved, and how it ended. Throws
 * what `requestScopes` throws within two seconds.
 */
export async function askForScopes(
  client: Pick<GatewayClient, 'requestScopes' | 'snapshot'>,
  { name, scopes, clock, signal }: ScopeQuestion,
): Promise<CommandResult> {
  const asked = client.requestScopes(scopes, signal);
  // Whatever comes later is told by the client's own status and events.
  asked.catch(() => undefined);
  let timer: Timer | undefined;
  const undecided = new Promise<undefined>(resolve => {
    timer = clock.schedule(PATIENCE_MS, () => resolve(undefined));
  });
  const outcome = await Promise.race([asked, undecided]).finally(() => timer?.cancel());
  if (outcome === undefined) {
    const command = client.snapshot().approval?.command;
    const how = command === undefined ? '' : ` Run on its computer: ${command}`;
    return {
      changed: true,
      told: { code: 'access_asked', name },
      sentence: `${name} has been asked for more access.${how}`,
    };
  }
  return { changed: outcome.status === 'approved', sentence: `${name} ${ENDS[outcome.status]}` };
}

const ENDS: Readonly<Record<ScopeUpgradeOutcome['status'], string>> = {
  approved: 'has given the access, until Gatehouse ends. To ask for it at every start, name it in gateway.scopes.',
  rejected: 'has refused the wider access.',
  expired: 'has not decided about the wider access in time.',
};
