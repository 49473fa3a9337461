import type { AgentCredential } from '../../agents/index.ts';
import { GatehouseError } from '../../platform/index.ts';
import type { Parts } from './parts.ts';

/** Gives every assigned local agent its credential, which it holds in memory only. Throws what the state throws. */
export async function primeLocalAgents(parts: Parts, signal: AbortSignal): Promise<void> {
  for (const { entry, local } of parts.registry.list()) if (local !== undefined) await align(parts, entry.name, signal);
}

/** What the next process of the agent gets. Throws `agent_not_local`, `agent_unassigned`, `agent_unsettled`, and what the state throws. */
export async function localCredential(parts: Parts, name: string, signal: AbortSignal): Promise<AgentCredential> {
  const local = parts.registry.known(name)?.local;
  if (local === undefined) {
    throw new GatehouseError('agent_not_local', `The processes of ${name} are not started by Gatehouse.`, {
      remedy: 'Add an agent of the kind local for that: gatehouse agent add NAME --local',
    });
  }
  // A process that would be refused at once is better started on another subscription.
  await parts.rotator.beforeDispatch(name, signal);
  await align(parts, name, signal);
  const assignment = await parts.state.read(name, signal);
  // What it holds then is the token of an earlier assignment, which may have been replaced.
  if (assignment !== undefined && (await local.health(signal)).generation !== assignment.generation) {
    const reason = (assignment.result ?? 'it was not carried out yet').replace(/^failed: /, '');
    throw new GatehouseError('agent_unsettled', `${name} cannot be given its subscription: ${reason}.`, {
      remedy: 'See: gatehouse sub list',
      retryable: true,
    });
  }
  return local.credential();
}

/** Carries the present assignment out again when the agent does not have it: after a start, or when another host moved it. */
async function align({ registry, state, locks, applier }: Parts, name: string, signal: AbortSignal): Promise<void> {
  const local = registry.known(name)?.local;
  const assignment = await state.read(name, signal);
  if (local === undefined || assignment === undefined) return;
  if ((await local.health(signal)).generation === assignment.generation) return;
  await locks.withLock(name, signal, async fence => {
    const current = await state.read(name, signal);
    if (current !== undefined) await applier.apply({ assignment: current, fence, mayRestart: false }, signal);
  });
}
