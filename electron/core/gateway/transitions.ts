import {
  GATEWAY_STARTUP_CLOSE_CODE,
  GATEWAY_STARTUP_CLOSE_REASON,
} from '@openclaw/gateway-protocol/startup-unavailable';
import { deadlineMs } from './budget.ts';
import {
  attempt,
  awaitApproval,
  BROKEN,
  enlighten,
  enlightenAttempt,
  launch,
  newCampaign,
  settle,
} from './campaign.ts';
import type { Failure, FailureKind } from './failure.ts';
import type {
  Campaign,
  ConnectionEvent,
  ConnectionState,
  Effect,
  EventOf,
  EventType,
  MachineContext,
  Session,
  StateName,
  StateOf,
  Step,
  Successors,
  TimerName,
} from './machine.ts';

type Handler<S extends StateName, E extends EventType> = (
  state: StateOf<S>,
  event: EventOf<E>,
  context: MachineContext,
) => Step<StateOf<S> | StateOf<Successors[S]>> | undefined;

type Handlers = { readonly [S in StateName]: { readonly [E in EventType]?: Handler<S, E> } };

/** A connection that lasted this long has proved itself; one that ends sooner slows the next attempts down. */
const STABLE_MS = 10_000;

/** The timers that may run in a state. All others are disarmed on entering it. */
const TIMERS: Readonly<Record<StateName, readonly TimerName[]>> = {
  idle: [],
  connecting: ['attempt', 'budget'],
  'awaiting-challenge': ['attempt', 'budget'],
  authenticating: ['attempt', 'budget'],
  ready: [],
  waiting: ['retry', 'budget'],
  pairing: ['retry'],
  stopped: [],
};
/** What stands between here and the gateway may be the cause, and is another one on another network. */
const FAILURES_OF_THE_WAY: ReadonlySet<FailureKind> = new Set([
  'not-a-gateway',
  'certificate',
  'pin-mismatch',
  'identity-proxy',
]);
const ALL_TIMERS: readonly TimerName[] = ['attempt', 'retry', 'budget'];

const bye = (reason: string, code = 1000): Effect => ({ type: 'close', code, reason, isDead: false });
const dead = (reason: string): Effect => ({ type: 'close', code: 4000, reason, isDead: true });

const toIdle = (): Step<StateOf<'idle'>> => ({
  state: { name: 'idle' },
  effects: [bye('client stopped')],
  reason: 'stopped',
});

const relaunch = (_state: unknown, _event: unknown, context: MachineContext): Step<StateOf<'connecting'>> => {
  const step = launch(context, 'reconnect');
  return { ...step, effects: [bye('reconnecting'), ...step.effects] };
};

/** The budget is over; but a drain announced itself as long, and that is waited out. */
function overBudget<S extends ConnectionState & { readonly campaign: Campaign }>(
  state: S,
  context: MachineContext,
): Step<S> {
  const { campaign } = state;
  const leftMs = deadlineMs(campaign, context) - context.monotonicMs;
  if (leftMs === Number.POSITIVE_INFINITY) return { state, effects: [], reason: 'patience' };
  if (leftMs > 0) return { state, effects: [{ type: 'arm', timer: 'budget', delayMs: leftMs }], reason: 'patience' };
  return { state: { ...state, campaign: { ...campaign, isOverBudget: true } }, effects: [], reason: 'budget-spent' };
}

/** Another network, or a sleep: what was sent on the way before may never arrive. */
function startOver<S extends StateOf<'connecting' | 'awaiting-challenge' | 'authenticating'>>(
  { campaign }: S,
  _event: unknown,
  context: MachineContext,
): Step<StateOf<'connecting'>> | undefined {
  // Whatever happens to networks, this computer reaches itself.
  if (context.isLoopback || campaign.last?.kind === 'rate-limited') return undefined;
  const step = campaign.pairingSinceMs === null ? launch(context, 'nudge') : attempt(campaign, context, 'nudge');
  return { ...step, effects: [dead('network changed'), ...step.effects] };
}

/** Somebody on the way answered in the gateway's place; on another way it may be the gateway. */
function lookAgain(
  { failure }: StateOf<'stopped'>,
  _event: unknown,
  context: MachineContext,
): Step<StateOf<'connecting'>> | undefined {
  if (!FAILURES_OF_THE_WAY.has(failure.kind)) return undefined;
  return launch(context, 'nudge', { ...newCampaign(context), shown: failure });
}

/** A connection that breaks is less of a cause than what the gateway said before. */
function explained({ farewell, isDraining }: Session, failure: Failure): Failure {
  if (!BROKEN.has(failure.kind) || (farewell === null && !isDraining)) return failure;
  return { ...failure, kind: farewell?.willReturn === false ? 'stopped-by-owner' : 'restart-announced' };
}

const fail = (
  { campaign }: { readonly campaign: Campaign },
  { failure }: { readonly failure: Failure },
  context: MachineContext,
): Step<StateOf<'waiting'> | StateOf<'stopped'>> => {
  const step = settle(campaign, failure, context);
  return { ...step, effects: [bye(''), ...step.effects] };
};

function attemptTimer<S extends StateOf<'connecting' | 'awaiting-challenge' | 'authenticating'>>(
  state: S,
  { timer }: EventOf<'timer'>,
  context: MachineContext,
): Step<S | StateOf<'waiting'> | StateOf<'stopped'>> | undefined {
  if (timer === 'budget') return overBudget(state, context);
  if (timer !== 'attempt') return undefined;
  const step = settle(state.campaign, { kind: 'no-answer', detail: `timeout-${state.name}` }, context);
  return { ...step, effects: [dead('connect timeout'), ...step.effects] };
}

function answerRefusal(
  state: StateOf<'authenticating'>,
  { failure }: EventOf<'refused'>,
  context: MachineContext,
): Step<StateOf<'waiting' | 'pairing' | 'stopped'>> {
  const step =
    failure.kind === 'pairing'
      ? awaitApproval(state.campaign, failure, context)
      : settle(state.campaign, failure, context);
  const close = failure.kind === 'starting' ? bye(GATEWAY_STARTUP_CLOSE_REASON, GATEWAY_STARTUP_CLOSE_CODE) : bye('');
  return { ...step, effects: [close, ...step.effects] };
}

const HANDLERS: Handlers = {
  idle: {
    start: (_state, _event, context) => launch(context, 'start'),
  },
  connecting: {
    probed: (state, { finding }, context) => enlightenAttempt(state, finding, context),
    stop: toIdle,
    reconnect: relaunch,
    nudge: startOver,
    opened: ({ campaign }, _event, { challengeMs }) => ({
      state: { name: 'awaiting-challenge', campaign },
      effects: challengeMs === undefined ? [] : [{ type: 'arm', timer: 'attempt', delayMs: challengeMs }],
      reason: 'opened',
    }),
    failed: fail,
    timer: attemptTimer,
  },
  'awaiting-challenge': {
    stop: toIdle,
    reconnect: relaunch,
    nudge: startOver,
    challenged: ({ campaign }, _event, context) => ({
      state: { name: 'authenticating', campaign },
      effects: [
        { type: 'arm', timer: 'attempt', delayMs: context.signInMs },
        { type: 'sign-in', mode: campaign.mode },
      ],
      reason: 'challenged',
    }),
    failed: fail,
    timer: attemptTimer,
  },
  authenticating: {
    stop: toIdle,
    reconnect: relaunch,
    nudge: startOver,
    accepted: ({ campaign }, { hello }, { nowMs, monotonicMs }) => ({
      state: {
        name: 'ready',
        session: {
          hello,
          connectedAt: nowMs,
          connectedMs: monotonicMs,
          flaps: campaign.flaps,
          suspension: hello.suspension,
          isDraining: false,
          farewell: null,
        },
      },
      effects: [{ type: 'adopt', hello }],
      reason: 'hello',
    }),
    refused: answerRefusal,
    failed: fail,
    timer: attemptTimer,
  },
  ready: {
    stop: toIdle,
    reconnect: relaunch,
    suspension: ({ session }, { phase }) => ({
      state: { name: 'ready', session: { ...session, suspension: phase } },
      effects: [],
      reason: `suspension-${phase}`,
    }),
    draining: ({ session }, { isDraining }) => ({
      state: { name: 'ready', session: { ...session, isDraining } },
      effects: [],
      reason: isDraining ? 'draining' : 'drained',
    }),
    farewell: ({ session }, { farewell }) => ({
      state: { name: 'ready', session: { ...session, farewell } },
      effects: [],
      reason: farewell.willReturn ? 'restart-announced' : 'stop-announced',
    }),
    failed: ({ session }, { failure }, context) => {
      const cause = explained(session, failure);
      const isShort = context.monotonicMs - session.connectedMs < STABLE_MS;
      // A restart that was announced is no sign of trouble, however soon after the last one it comes.
      const isFlap = isShort && cause.kind !== 'restart-announced';
      const flaps = isShort ? session.flaps + (isFlap ? 1 : 0) : 0;
      const step = settle(newCampaign(context, flaps), cause, context);
      const isDead = failure.kind === 'half-open' || failure.kind === 'stalled';
      return { ...step, effects: [isDead ? dead(failure.kind) : bye(''), ...step.effects] };
    },
  },
  waiting: {
    stop: toIdle,
    reconnect: relaunch,
    probed: (state, { finding }, context) => enlighten(state, finding, context),
    nudge: ({ campaign }, _event, context) =>
      campaign.last?.kind === 'rate-limited' ? undefined : launch(context, 'nudge'),
    timer: (state, { timer }, context) => {
      if (timer === 'budget') return overBudget(state, context);
      return timer === 'retry' ? attempt(state.campaign, context, 'retry') : undefined;
    },
  },
  pairing: {
    stop: toIdle,
    reconnect: relaunch,
    nudge: ({ campaign }, _event, context) => attempt(campaign, context, 'nudge'),
    timer: ({ campaign }, { timer }, context) => (timer === 'retry' ? attempt(campaign, context, 'poll') : undefined),
  },
  stopped: {
    stop: toIdle,
    reconnect: relaunch,
    nudge: lookAgain,
  },
};

/** The machine before anything happened. */
export const IDLE: ConnectionState = { name: 'idle' };

/**
 * What `event` leads to in `state`; undefined when it means nothing there. Pure: time, chance and settings come in
 * through `context`. Timers that do not belong to the new state are disarmed first.
 */
export function step(state: ConnectionState, event: ConnectionEvent, context: MachineContext): Step | undefined {
  // State and event select the handler, so it takes exactly these two; the compiler cannot follow that on its own.
  const handler = HANDLERS[state.name][event.type] as Handler<StateName, EventType> | undefined;
  const next: Step | undefined = handler?.(state, event, context);
  if (next === undefined || next.state.name === state.name) return next;
  const kept = TIMERS[next.state.name];
  const disarm = ALL_TIMERS.filter(timer => !kept.includes(timer)).map((timer): Effect => ({ type: 'disarm', timer }));
  const fitting = next.effects.filter(effect => effect.type !== 'arm' || kept.includes(effect.timer));
  return { ...next, effects: [...disarm, ...fitting] };
}
