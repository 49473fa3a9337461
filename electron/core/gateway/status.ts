import type { GatewayConcern, GatewayStatus } from '../../contract/index.ts';
import type { Failure, PairingNeed } from './failure.ts';
import type { Hello } from './hello.ts';
import type { Campaign, ConnectionState, Session } from './machine.ts';
import { FAILURE_POLICY } from './policy.ts';
import { missingScopes } from './scopes.ts';

/** Everything that decides what the status says. */
export interface StatusFacts {
  readonly connection: ConnectionState;
  /** This computer is offline, and the gateway is not on it. */
  readonly isOffline: boolean;
  /** What was known of the gateway when the way to it was lost; null: nothing. */
  readonly lastSeen: Pick<GatewayStatus, 'server' | 'roundTripMs'> | null;
  readonly profile: string;
  readonly host: string;
  readonly warning: string | null;
  readonly requestedScopes: readonly string[];
  readonly roundTripMs: number | null;
  /** Questions in a row that the connected gateway left unanswered. */
  readonly unanswered: number;
  /** More scopes were asked for on this connection, and the owner has not decided yet. */
  readonly upgrade: PairingNeed | null;
  /** Worst first. */
  readonly concerns: readonly GatewayConcern[];
  /** Set while a restart waits for runs to end. */
  readonly deferredRestart: { readonly runs: number | null } | null;
  /** Runs under way at the gateway when it was last asked; null when nobody knows. */
  readonly runningRuns: number | null;
}

/** One lost answer is none; two in a row took 45 s. */
const MUTE_AFTER = 2;
const RECONNECT = 'reconnectGateway';

type Verdict = Pick<GatewayStatus, 'health' | 'state' | 'sentence' | 'remedy' | 'reason' | 'told'>;

/** `40 s`, `3 min`, `2 h`: a duration for a sentence. */
function lasting(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** What a drain waits for. A number that is known to be old may be 0 while the gateway still waits. */
function runsText(running: number | null): string {
  if (running === null || running === 0) return 'its runs';
  return running === 1 ? 'one run' : `${running} runs`;
}

function failed(failure: Failure, facts: StatusFacts): Verdict {
  const { profile, host } = facts;
  const { state, health, sentence, remedy } = FAILURE_POLICY[failure.kind];
  const text = (failure.sentence ?? sentence)
    .replaceAll('{gateway}', profile)
    .replaceAll('{host}', host)
    .replaceAll('{runs}', runsText(facts.runningRuns));
  const advice = failure.remedy ?? remedy;
  const told = {
    ...(sentence.includes('{runs}') ? { runs: facts.runningRuns } : {}),
    ...(failure.kind === 'certificate' ? { certificate: failure.detail } : {}),
  };
  return {
    health,
    state,
    sentence: text,
    remedy: advice === null ? null : { code: `gateway.${failure.kind}`, text: advice },
    reason: failure.kind,
    told,
  };
}

/** Nothing is tried again by itself, so the way back is offered. */
function stopped(failure: Failure, facts: StatusFacts): Verdict {
  const verdict = failed(failure, facts);
  return verdict.remedy === null ? verdict : { ...verdict, remedy: { ...verdict.remedy, command: RECONNECT } };
}

/** Whatever the attempts came to says nothing about the gateway. */
function outOfReach({ profile }: StatusFacts): Verdict {
  const sentence = `${profile} is connected to again as soon as this computer is online.`;
  return { health: 'working', state: 'offline', sentence, remedy: null, reason: 'offline' };
}

function trying(campaign: Campaign, until: number | null, facts: StatusFacts, nowMs: number): Verdict {
  if (facts.isOffline) return outOfReach(facts);
  const { shown } = campaign;
  const verdict = shown === null ? undefined : failed(shown, facts);
  if (campaign.isOverBudget) {
    const next = until === null ? 'Trying again now.' : `Next attempt in ${lasting(until - nowMs)}.`;
    const why = verdict?.sentence ?? `No answer from ${facts.host}.`;
    return {
      health: 'broken',
      state: 'unreachable',
      sentence: `${why} No connection for ${lasting(nowMs - campaign.since)}. ${next}`,
      remedy: {
        code: `gateway.${shown?.kind ?? 'no-answer'}`,
        text:
          verdict?.remedy?.text ??
          'Check that the gateway runs and that this computer reaches it. Gatehouse keeps trying.',
        command: RECONNECT,
      },
      reason: shown?.kind ?? 'no-answer',
      told: {
        ...verdict?.told,
        outage: { forMs: nowMs - campaign.since, nextMs: until === null ? null : Math.max(0, until - nowMs) },
      },
    };
  }
  if (verdict !== undefined && verdict.state !== 'connecting') return verdict;
  const attempt = Math.max(campaign.attempt, 1);
  const sentence = `Connecting to ${facts.profile}, attempt ${attempt}.`;
  return {
    health: 'working',
    state: 'connecting',
    sentence,
    remedy: null,
    reason: shown?.kind ?? null,
    told: { ...verdict?.told, attempt },
  };
}

/** In-band where the gateway offers it: then the connection follows the approval by itself. */
function limitedRemedy({ methods }: Hello): GatewayStatus['remedy'] {
  if (methods.includes('device.scopes.requestUpgrade')) {
    return {
      code: 'gateway.limited',
      text: 'Run “gatehouse gateway access”, and approve it on the gateway’s computer.',
    };
  }
  return {
    code: 'gateway.limited',
    text: 'Approve more access for this computer at the gateway, then reconnect.',
    command: RECONNECT,
  };
}

function connected(
  { hello, isDraining, suspension, farewell }: Session,
  { profile, requestedScopes, concerns, runningRuns, deferredRestart, unanswered }: StatusFacts,
): Verdict {
  if (farewell !== null) {
    return farewell.willReturn
      ? {
          health: 'working',
          state: 'restarting',
          sentence: `${profile} is restarting.`,
          remedy: null,
          reason: 'restart-announced',
        }
      : {
          health: 'needs-you',
          state: 'stopped',
          sentence: `${profile} is being stopped by its owner.`,
          remedy: null,
          reason: 'stopped-by-owner',
        };
  }
  if (isDraining) {
    // A gateway that will stop answers just like one that will restart (gateway 2026.9.1).
    const sentence = `${profile} finishes ${runsText(runningRuns)}, then restarts or stops.`;
    const told = { runs: runningRuns };
    return { health: 'working', state: 'restarting', sentence, remedy: null, reason: 'restarting', told };
  }
  if (suspension !== 'accepting') {
    return {
      health: 'working',
      state: 'suspended',
      sentence: `${profile} is suspended.`,
      remedy: null,
      reason: 'suspending',
    };
  }
  if (unanswered >= MUTE_AFTER) {
    return {
      health: 'needs-you',
      state: 'ready',
      sentence: `${profile} is connected, but has left ${unanswered} questions in a row unanswered.`,
      remedy: {
        code: 'gateway.no-answers',
        text: 'Look at “openclaw logs” on the gateway’s computer, and restart the gateway if it stays so.',
      },
      reason: 'no-answers',
      told: { unanswered },
    };
  }
  if (deferredRestart !== null) {
    const sentence = `${profile} waits for ${runsText(deferredRestart.runs)} to end, then restarts.`;
    const told = { runs: deferredRestart.runs };
    return { health: 'working', state: 'ready', sentence, remedy: null, reason: 'restart-deferred', told };
  }
  const missing = missingScopes(requestedScopes, hello.scopes);
  if (missing.length > 0) {
    return {
      health: 'needs-you',
      state: 'limited',
      sentence: `${profile} lets Gatehouse see less than it asked for: ${missing.join(', ')} missing.`,
      remedy: limitedRemedy(hello),
      reason: 'limited',
      told: { missing },
    };
  }
  const [concern] = concerns;
  if (concern !== undefined) {
    const { health, sentence, remedy, reason, told } = concern;
    return {
      health,
      state: 'ready',
      sentence,
      remedy: remedy === null ? null : { code: `gateway.${reason}`, text: remedy },
      reason,
      ...(told === undefined ? {} : { told }),
    };
  }
  return { health: 'well', state: 'ready', sentence: `Connected to ${profile}.`, remedy: null, reason: null };
}

function judge(facts: StatusFacts, nowMs: number): Verdict {
  const { connection } = facts;
  switch (connection.name) {
    case 'idle':
      return { health: 'paused', state: 'idle', sentence: 'Not running.', remedy: null, reason: null };
    case 'ready':
      return connected(connection.session, facts);
    case 'stopped':
      return stopped(connection.failure, facts);
    case 'waiting':
    case 'pairing':
      return trying(connection.campaign, connection.until, facts, nowMs);
    case 'connecting':
    case 'awaiting-challenge':
    case 'authenticating':
      return trying(connection.campaign, null, facts, nowMs);
  }
}

function approvalOf({ connection, upgrade }: StatusFacts): GatewayStatus['approval'] {
  const need = 'campaign' in connection ? connection.campaign.shown?.pairing : upgrade;
  if (need === undefined || need === null) return null;
  const { reason, requestId } = need;
  const command = requestId === null ? 'openclaw devices list' : `openclaw devices approve ${requestId}`;
  return { reason, requestId, command };
}

/** The gateway's status as a person reads it. Pure; `since` is when its state began. */
export function gatewayStatus(facts: StatusFacts, since: number, nowMs: number): GatewayStatus {
  const { connection, requestedScopes } = facts;
  const session = connection.name === 'ready' ? connection.session : undefined;
  const granted = session?.hello.scopes ?? [];
  const lastSeen = facts.isOffline && 'campaign' in connection ? facts.lastSeen : null;
  return {
    ...judge(facts, nowMs),
    since,
    profile: facts.profile,
    host: facts.host,
    attempt: 'campaign' in connection ? connection.campaign.attempt : 0,
    nextAttemptAt: 'until' in connection ? connection.until : null,
    connectedAt: session?.connectedAt ?? null,
    roundTripMs: session === undefined ? (lastSeen?.roundTripMs ?? null) : facts.roundTripMs,
    approval: approvalOf(facts),
    scopes: {
      requested: requestedScopes,
      granted,
      missing: session === undefined ? [] : missingScopes(requestedScopes, granted),
    },
    server:
      session === undefined
        ? (lastSeen?.server ?? null)
        : {
            version: session.hello.version,
            bootId: session.hello.bootId,
            protocol: session.hello.protocol,
            uptimeMs: session.hello.uptimeMs === null ? null : session.hello.uptimeMs + (nowMs - session.connectedAt),
          },
    warning: facts.warning,
  };
}
