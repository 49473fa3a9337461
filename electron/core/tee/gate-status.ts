import {
  type CurrentTee,
  type DrainingTee,
  type QuarantinedTee,
  type RegistryStatus,
  remedyOf,
  type StandbyTee,
  type TeeStatus,
  type Told,
} from '../../contract/index.ts';
import { isComputerOffline } from '../offline/index.ts';
import { type GatehouseError, toldError } from '../platform/index.ts';
import type { TeePins } from './selection.ts';
import { shortId } from './tee-id.ts';

/** Everything that decides what the gate's status says. */
export interface GateFacts {
  readonly isRunning: boolean;
  readonly isSelecting: boolean;
  readonly isRotating: boolean;
  readonly isPaused: boolean;
  /** Chain or relay are out of reach because this computer is offline. */
  readonly isOutOfReach: boolean;
  readonly current: CurrentTee | null;
  readonly standby: StandbyTee | null;
  readonly draining: readonly DrainingTee[];
  readonly quarantined: readonly QuarantinedTee[];
  readonly alarm: TeeStatus['alarm'];
  readonly registry: RegistryStatus;
  readonly pins: TeePins;
  /** Why there is no TEE; undefined when there is one or none was looked for yet. */
  readonly failure: GatehouseError | undefined;
  /** Why the registry could not be read last time; undefined after a success. */
  readonly registryFailure: GatehouseError | undefined;
  /** When the next attempt is made by itself, milliseconds since the epoch. */
  readonly nextAttemptAt: number | undefined;
}

const LOOKING = { code: 'setup_tee_choosing' } as const;

/** So long an alarm is shown. */
const ALARM_MS = 3_600_000;

type Verdict = Pick<TeeStatus, 'health' | 'state' | 'sentence' | 'told' | 'remedy'>;

/** `40 s`, `3 min`, `2 h`: a duration for a sentence. */
function lasting(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function nextAttempt({ isSelecting, nextAttemptAt }: GateFacts, nowMs: number): string {
  if (isSelecting) return ' Trying again now.';
  return nextAttemptAt === undefined ? '' : ` Next attempt in ${lasting(nextAttemptAt - nowMs)}.`;
}

function withoutTee(facts: GateFacts, failure: GatehouseError, nowMs: number): Verdict {
  const told: Told = toldError(failure) ?? { code: 'error', error: failure.code };
  const isAboutRegistry = failure.code.startsWith('registry_');
  if (failure.code === 'registry_misconfigured') {
    return {
      health: 'needs-you',
      state: 'not-configured',
      sentence: failure.message,
      told,
      remedy: failure.remedy === undefined ? null : { code: failure.code, text: failure.remedy },
    };
  }
  if (failure.code === 'tee_paused') {
    const remedy = { code: failure.code, text: failure.remedy ?? 'Resume.', command: 'resume' } as const;
    return { health: 'broken', state: 'no-usable-tee', sentence: failure.message, told, remedy };
  }
  return {
    health: 'broken',
    state: isAboutRegistry ? 'chain-unreachable' : 'no-usable-tee',
    sentence: `${failure.message}${nextAttempt(facts, nowMs)}`,
    told,
    remedy: { code: failure.code, text: failure.remedy ?? 'Check the registry.', command: 'checkRegistry' },
  };
}

function withTee(facts: GateFacts, current: CurrentTee, nowMs: number): Verdict {
  const id = shortId(current.teeId);
  const { registryFailure, registry } = facts;
  if (registryFailure !== undefined) {
    const age = registry.lastReadAt === null ? 'never read' : `last read ${lasting(nowMs - registry.lastReadAt)} ago`;
    return {
      health: 'needs-you',
      state: 'chain-unreachable',
      sentence: `The registry was ${age}. ${id} is kept.`,
      told: {
        code: 'tee_registry_old',
        name: current.teeId,
        ms: registry.lastReadAt === null ? 0 : nowMs - registry.lastReadAt,
      },
      remedy: {
        ...remedyOf('registry_failing', `${registryFailure.message} Check the registry again.`),
        command: 'checkRegistry',
      },
    };
  }
  const own = facts.quarantined.find(({ teeId, state }) => teeId === current.teeId && state === 'quarantined');
  if (own !== undefined && facts.isPaused) {
    return {
      health: 'needs-you',
      state: 'attested',
      sentence: `${id} is kept although it failed, because Gatehouse is paused.`,
      told: { code: 'tee_kept_in_pause', name: current.teeId },
      remedy: {
        ...remedyOf('failed_tee_in_pause', `${own.reason} Rotate the TEE by hand, or resume.`),
        command: 'rotateTee',
      },
    };
  }
  if (own !== undefined) {
    return {
      health: 'needs-you',
      state: 'attested',
      sentence: `Requests are sealed to ${id}, although it failed: there is none that did not.`,
      told: { code: 'tee_failed_only', name: current.teeId },
      remedy: {
        ...remedyOf('failed_tee_only', `${own.reason} Check the registry for another TEE.`),
        command: 'checkRegistry',
      },
    };
  }
  return { health: 'well', state: 'attested', sentence: `Requests are sealed to ${id}.`, remedy: null };
}

/** Nothing that failed meanwhile says anything about chain, relay or TEE. */
function outOfReach({ current }: GateFacts): Verdict {
  const kept = current === null ? '' : ` ${shortId(current.teeId)} is kept.`;
  const sentence = `Requests are refused until this computer is online.${kept}`;
  return { health: 'working', state: 'offline', sentence, remedy: null };
}

/** What failed because this computer was offline is tried again by now, and nobody's failure. */
function blamed(failure: GatehouseError | undefined): GatehouseError | undefined {
  return isComputerOffline(failure) ? undefined : failure;
}

function judge(told: GateFacts, nowMs: number): Verdict {
  const facts = { ...told, failure: blamed(told.failure), registryFailure: blamed(told.registryFailure) };
  const { registry, current, failure } = facts;
  if (registry.address === null && registry.state === 'not-configured') {
    return {
      health: 'needs-you',
      state: 'not-configured',
      sentence: 'No registry of TEEs is configured.',
      told: { code: 'error', error: 'tee_not_configured' },
      remedy: remedyOf('set_registry', 'Set tee.registry.rpcUrls and tee.registry.address, or use the sandbox.'),
    };
  }
  if (!facts.isRunning) return { health: 'paused', state: 'idle', sentence: 'Not running.', remedy: null };
  if (facts.isOutOfReach) return outOfReach(facts);
  if (facts.isRotating && current !== null) {
    const sentence = 'Looking for another TEE. Requests under way go on.';
    return { health: 'working', state: 'rotating', sentence, told: LOOKING, remedy: null };
  }
  if (current !== null) return withTee(facts, current, nowMs);
  if (failure !== undefined) return withoutTee(facts, failure, nowMs);
  return { health: 'working', state: 'choosing', sentence: 'Looking for a TEE.', told: LOOKING, remedy: null };
}

/** The gate's status as a person reads it. Pure; `since` is when its state began. */
export function teeStatus(facts: GateFacts, since: number, nowMs: number): TeeStatus {
  const { current, standby, pins, registry, alarm } = facts;
  return {
    ...judge(facts, nowMs),
    since,
    current,
    standby,
    quarantined: [...facts.quarantined],
    draining: [...facts.draining],
    alarm: alarm !== null && nowMs - alarm.at < ALARM_MS ? alarm : null,
    pins: { teeId: pins.teeId, pcrHash: pins.pcrHash },
    registry,
  };
}

/** The state alone, to notice when it changes. */
export function teeState(facts: GateFacts): TeeStatus['state'] {
  return judge(facts, 0).state;
}
