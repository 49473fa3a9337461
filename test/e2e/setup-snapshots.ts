import type {
  SetupCheck,
  SetupStatus,
  SetupStep,
  SetupStepName,
  StatusSnapshot,
} from '../../electron/contract/index.ts';
import { noAccount, setupStatus } from '../helpers/snapshots.ts';
import { wellSnapshot } from './snapshots.ts';

const STEPS: readonly SetupStepName[] = ['network', 'gateway', 'subscriptions', 'login-item'];

/** What differs from a first run in which nothing was answered yet. */
export interface SetupChanges {
  readonly step?: Partial<SetupStep>;
  readonly setup?: Partial<SetupStatus>;
  readonly snapshot?: Partial<StatusSnapshot>;
}

/** The first run at the page `at`; those before it are done. `now`: milliseconds since the epoch. */
export function setupSnapshot(now: number, at: SetupStepName, changes: SetupChanges = {}): StatusSnapshot {
  const steps = STEPS.map((name, index): SetupStep => {
    const isBefore = index < STEPS.indexOf(at);
    const bare = { name, sentence: '', remedy: null, canSkip: name !== 'network', checks: [], checking: null };
    return { ...bare, state: isBefore ? 'ok' : 'open', ...(name === at ? changes.step : {}) };
  });
  return {
    ...wellSnapshot(now),
    account: noAccount(),
    ...changes.snapshot,
    setup: setupStatus({ needed: true, phase: 'under-way', step: at, steps, ...changes.setup }),
  };
}

/** One row of a live check. */
export function setupCheck(
  name: SetupCheck['name'],
  state: SetupCheck['state'],
  sentence: string,
  more: Partial<SetupCheck> = {},
): SetupCheck {
  return { name, about: name, state, sentence, remedy: null, ...more };
}

/** What was chosen. */
export function setupChoices(changes: Partial<SetupStatus['choices']>): Pick<SetupStatus, 'choices'> {
  return { choices: { network: null, own: null, gateway: null, gatewayName: null, ...changes } };
}
