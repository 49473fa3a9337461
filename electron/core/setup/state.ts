import { z } from 'zod';
import { SetupStepName } from '../../contract/index.ts';

/** What of the first run outlives the process. Holds no address and no secret: those are in the settings and the store. */
export const SetupState = z.object({
  version: z.literal(1),
  phase: z.enum(['under-way', 'later', 'finished']),
  step: SetupStepName,
  network: z.enum(['account', 'own', 'sandbox']).nullable(),
  gateway: z.enum(['found', 'sandbox', 'named']).nullable(),
  gatewayName: z.string().max(100).nullable(),
  /** The gateway that the first run itself added: another address takes its place. */
  addedGateway: z.string().max(100).nullable(),
  done: z.partialRecord(SetupStepName, z.enum(['ok', 'skipped'])),
  finishedAt: z.number().nullable(),
});
export type SetupState = z.infer<typeof SetupState>;

/** Nobody has chosen anything. */
export const FRESH: SetupState = {
  version: 1,
  phase: 'under-way',
  step: 'network',
  network: null,
  gateway: null,
  gatewayName: null,
  addedGateway: null,
  done: {},
  finishedAt: null,
};

/** The step after `step`; undefined after the last. */
export function stepAfter(steps: readonly SetupStepName[], step: SetupStepName): SetupStepName | undefined {
  return steps[steps.indexOf(step) + 1];
}

/** The step before `step`; undefined before the first. */
export function stepBefore(steps: readonly SetupStepName[], step: SetupStepName): SetupStepName | undefined {
  return steps[steps.indexOf(step) - 1];
}

/** `state` with how `step` came out; null: it is open again. */
export function withOutcome(state: SetupState, step: SetupStepName, outcome: 'ok' | 'skipped' | null): SetupState {
  const done = { ...state.done };
  if (outcome === null) delete done[step];
  else done[step] = outcome;
  return { ...state, done };
}

/** How it stands after the process was ended, whatever it was doing: a run that was put off is due again. */
export function resumed(state: SetupState, steps: readonly SetupStepName[]): SetupState {
  const phase = state.phase === 'later' ? 'under-way' : state.phase;
  // A home folder that another kind of host used may name a step that this one lacks.
  return { ...state, phase, step: steps.includes(state.step) ? state.step : (steps.at(-1) ?? 'network') };
}
