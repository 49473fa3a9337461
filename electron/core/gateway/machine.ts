import type { Random } from '../platform/index.ts';
import type { AttemptMode, Failure, FailureKind } from './failure.ts';
import type { Hello, SuspensionPhase } from './hello.ts';
import type { ProbeFinding } from './http-probe.ts';
import type { Farewell } from './socket-failure.ts';

/** One outage, or one wish to be connected: the attempts that share a budget. */
export interface Campaign {
  /** When it began, milliseconds since the epoch: for people. */
  readonly since: number;
  /** The same in monotonic milliseconds, which is what its budget goes by. */
  readonly begunMs: number;
  /** Sockets opened so far. */
  readonly attempt: number;
  /** Failures that count for the back-off. */
  readonly failures: number;
  /** Connections before this one that ended soon after hello. */
  readonly flaps: number;
  readonly isOverBudget: boolean;
  /** Kinds whose single further attempt is used up. */
  readonly spent: readonly FailureKind[];
  readonly mode: AttemptMode;
  /** What the last attempt failed of; null before the first. */
  readonly last: Failure | null;
  /** The failure that tells most; what a person is shown. */
  readonly shown: Failure | null;
  /** Since when failures of that kind are shown, and when the gateway last gave reason to; monotonic milliseconds. */
  readonly shownSinceMs: number;
  readonly shownAtMs: number;
  /** Since when approval is awaited, monotonic milliseconds. */
  readonly pairingSinceMs: number | null;
}

/** An authorized connection. */
export interface Session {
  readonly hello: Hello;
  /** Milliseconds since the epoch. */
  readonly connectedAt: number;
  /** The same in monotonic milliseconds. */
  readonly connectedMs: number;
  readonly flaps: number;
  readonly suspension: SuspensionPhase;
  /** Requests are refused because a restart or stop waits for runs to end. */
  readonly isDraining: boolean;
  readonly farewell: Farewell | null;
}

/** Where a connection stands. */
export type ConnectionState =
  | { readonly name: 'idle' }
  | { readonly name: 'connecting'; readonly campaign: Campaign }
  | { readonly name: 'awaiting-challenge'; readonly campaign: Campaign }
  | { readonly name: 'authenticating'; readonly campaign: Campaign }
  | { readonly name: 'ready'; readonly session: Session }
  | { readonly name: 'waiting'; readonly campaign: Campaign; readonly until: number }
  | { readonly name: 'pairing'; readonly campaign: Campaign; readonly until: number }
  | { readonly name: 'stopped'; readonly failure: Failure; readonly since: number };

export type StateName = ConnectionState['name'];
export type StateOf<N extends StateName> = Extract<ConnectionState, { name: N }>;

/** Which states may follow which. A handler that returns anything else does not compile. */
export interface Successors {
  readonly idle: 'connecting';
  readonly connecting: 'awaiting-challenge' | 'waiting' | 'stopped' | 'idle';
  readonly 'awaiting-challenge': 'connecting' | 'authenticating' | 'waiting' | 'stopped' | 'idle';
  readonly authenticating: 'connecting' | 'ready' | 'waiting' | 'pairing' | 'stopped' | 'idle';
  readonly ready: 'connecting' | 'waiting' | 'stopped' | 'idle';
  readonly waiting: 'connecting' | 'idle';
  readonly pairing: 'connecting' | 'idle';
  readonly stopped: 'connecting' | 'idle';
}

export type TimerName = 'attempt' | 'retry' | 'budget';

/** What happens to a connection. Anything that a state has no handler for is ignored there. */
export type ConnectionEvent =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  /** A person asks, or settings changed. */
  | { readonly type: 'reconnect' }
  /** The network came up or the machine woke. */
  | { readonly type: 'nudge' }
  | { readonly type: 'opened' }
  | { readonly type: 'challenged' }
  | { readonly type: 'accepted'; readonly hello: Hello }
  /** The gateway answered `connect` with an error. */
  | { readonly type: 'refused'; readonly failure: Failure }
  /** The socket ended or never came about; never about pairing, which takes an answer. */
  | { readonly type: 'failed'; readonly failure: Failure }
  /** What a look over HTTP found. */
  | { readonly type: 'probed'; readonly finding: ProbeFinding }
  | { readonly type: 'suspension'; readonly phase: SuspensionPhase }
  | { readonly type: 'draining'; readonly isDraining: boolean }
  | { readonly type: 'farewell'; readonly farewell: Farewell }
  | { readonly type: 'timer'; readonly timer: TimerName };

export type EventType = ConnectionEvent['type'];
export type EventOf<T extends EventType> = Extract<ConnectionEvent, { type: T }>;

/** What the driver has to do, in order. */
export type Effect =
  | { readonly type: 'open' }
  | { readonly type: 'sign-in'; readonly mode: AttemptMode }
  | { readonly type: 'adopt'; readonly hello: Hello }
  /** Ends the socket, if there is one. `isDead`: without waiting for the other side. */
  | { readonly type: 'close'; readonly code: number; readonly reason: string; readonly isDead: boolean }
  | { readonly type: 'forget-device-token' }
  /** Looks over HTTP what state the gateway is in. */
  | { readonly type: 'probe' }
  | { readonly type: 'arm'; readonly timer: TimerName; readonly delayMs: number }
  | { readonly type: 'disarm'; readonly timer: TimerName };

/** What the machine may look at beside state and event. */
export interface MachineContext {
  /** Milliseconds since the epoch: for people. */
  readonly nowMs: number;
  /** What durations are measured by. */
  readonly monotonicMs: number;
  readonly random: Random;
  readonly isLoopback: boolean;
  /** This computer is offline, and the gateway is not on it. */
  readonly isOffline: boolean;
  /** A second credential may be shown; see `GatewayEndpoint.isTrusted`. */
  readonly isTrusted: boolean;
  readonly hasSharedSecret: boolean;
  readonly hasDeviceToken: boolean;
  /** From opening a socket to the challenge. */
  readonly attemptMs: number;
  /** From the open socket to the challenge; undefined: within `attemptMs`. */
  readonly challengeMs: number | undefined;
  /** From `connect` to its answer. */
  readonly signInMs: number;
  readonly budgetMs: number;
}

/** What an event leads to. `reason` is a stable code for the log. */
export interface Step<S extends ConnectionState = ConnectionState> {
  readonly state: S;
  readonly effects: readonly Effect[];
  readonly reason: string;
}
