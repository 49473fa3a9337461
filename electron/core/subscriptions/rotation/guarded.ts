import { GatehouseError } from '../../platform/index.ts';
import type { AgentOutcome } from '../events.ts';
import { type NotSwitched, notSwitched, type SwitchResult } from './results.ts';

const WHY: Readonly<Record<string, NotSwitched['why']>> = {
  shared_state_unavailable: 'state_unavailable',
  agent_busy: 'busy',
  agent_lock_lost: 'lock_lost',
};

/** Runs `work` and turns the errors that concern this one switch into its result. Throws everything else. */
export async function guarded(
  agent: string,
  signal: AbortSignal,
  work: () => Promise<SwitchResult>,
): Promise<SwitchResult> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || !(error instanceof GatehouseError)) throw error;
    const why = WHY[error.code];
    if (why === undefined) throw error;
    return notSwitched(agent, why, error.message);
  }
}

/** A result as a row of the table. */
export function outcomeOf(result: SwitchResult): AgentOutcome {
  return result.switched
    ? { agent: result.agent, result: result.result, told: result.told, subscription: result.to }
    : { agent: result.agent, result: result.reason, subscription: result.subscription };
}
