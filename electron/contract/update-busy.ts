import type { StatusSnapshot } from './status.ts';
import type { UpdateBusy } from './updates.ts';

/** What must not be interrupted by a restart. */
export function busyWith({
  proxy,
  tee,
  subscriptions,
  account,
  setup,
}: Pick<StatusSnapshot, 'proxy' | 'tee' | 'subscriptions' | 'account' | 'setup'>): UpdateBusy {
  // The sandbox's own agents work without end, and nothing is lost with them.
  const { agents, state } = subscriptions.isTryOut ? { agents: [], state: null } : subscriptions;
  return {
    requests: proxy.inFlight,
    // What an agent said before it went away says nothing about now.
    jobs: agents.reduce((sum, { health }) => sum + (health.state === 'up' ? (health.activeTasks ?? 0) : 0), 0),
    rotations: Number(tee.state === 'rotating') + Number(state === 'settling'),
    isSigningIn: account.login !== null,
    isSettingUp: setup.phase === 'under-way' || setup.switching !== null,
  };
}

/** Whether nothing runs. */
export function isIdle({ requests, jobs, rotations, isSigningIn, isSettingUp }: UpdateBusy): boolean {
  return requests + jobs + rotations === 0 && !isSigningIn && !isSettingUp;
}
