import type { GatewayHub } from './hub.ts';
import type { ProviderFailure } from './provider-failure.ts';
import type { SandboxRuns } from './runs.ts';
import type { SignInDesk } from './sign-in.ts';
import { type ErrorShape, MAX_FRAME_BYTES, PROTOCOL } from './wire.ts';

/**
 * `silent`: the system takes connections, and not a byte comes back, as after SIGSTOP. `mute`: the WebSocket lives and
 * answers pings, and the gateway behind it says nothing.
 */
export type FreezeMode = 'silent' | 'mute';

/** The misbehaviour of the sandbox's gateway. Each stays until it is used up, or until {@link clear}. */
export class GatewayFaults {
  /** From the upgrade to the challenge. */
  challengeDelayMs = 0;
  /** From `connect` to its answer. */
  helloDelayMs = 0;
  /** Sent in challenges instead of the time; undefined: the time. */
  challengeTs: unknown = undefined;
  /** The only protocol that is spoken. */
  protocol = PROTOCOL;
  /** The hint of start-up refusals; may be nonsense. Undefined: none is sent. */
  startupRetryAfterMs: unknown = 500;
  /** Callers count as coming from another machine: pairing takes a person, wrong secrets lead to a lockout. */
  isRemote = false;
  /** Methods that this gateway does not have. */
  readonly withheld = new Set<string>();
  readonly #hub: GatewayHub;
  readonly #runs: SandboxRuns;
  readonly #desk: SignInDesk;
  readonly #refusals = new Map<string, { readonly error: ErrorShape; times: number }>();
  #held: (() => void)[] = [];
  #frozen: FreezeMode | undefined;

  constructor(hub: GatewayHub, runs: SandboxRuns, desk: SignInDesk) {
    this.#hub = hub;
    this.#runs = runs;
    this.#desk = desk;
  }

  get frozen(): FreezeMode | undefined {
    return this.#frozen;
  }

  /** The next `times` (default 1) calls of `method` are refused so. */
  refuse(method: string, error: ErrorShape, { times = 1 }: { readonly times?: number } = {}): void {
    this.#refusals.set(method, { error, times });
  }

  /** The refusal that is due for `method`, which uses it up. */
  refusal(method: string): ErrorShape | undefined {
    const due = this.#refusals.get(method);
    if (due === undefined) return undefined;
    due.times -= 1;
    if (due.times <= 0) this.#refusals.delete(method);
    return due.error;
  }

  /** Stands still until {@link thaw}, also for those who come later. */
  freeze(mode: FreezeMode): void {
    this.thaw();
    this.#frozen = mode;
    for (const connection of this.#hub.connections()) {
      if (mode === 'silent') connection.socket.pause();
      connection.isMuted = true;
    }
  }

  /** Goes on; what was said into the silence is read now, as after SIGCONT. */
  thaw(): void {
    this.#frozen = undefined;
    for (const connection of this.#hub.connections()) {
      connection.isMuted = false;
      connection.socket.resume();
    }
    const held = this.#held;
    this.#held = [];
    for (const go of held) go();
  }

  /** Does it once nothing is frozen silent: now, or at the thaw. */
  whenAwake(act: () => void): void {
    if (this.#frozen === 'silent') this.#held.push(act);
    else act();
  }

  /** The next event of every connection has a number that is `events` (default 1) too high. */
  skipSequence(events = 1): void {
    for (const connection of this.#hub.callers()) connection.skip(events);
  }

  /** So many `agent` events at once, each of about `bytes` (default 150). */
  flood(count: number, { bytes = 150 }: { readonly bytes?: number } = {}): void {
    const text = 'x'.repeat(bytes);
    for (let seq = 1; seq <= count; seq += 1) {
      const data = { text };
      this.#hub.broadcast('agent', { runId: 'sandbox-flood', seq, stream: 'assistant', ts: seq, data });
    }
  }

  /** One frame to everybody that is larger than anything allowed. */
  oversize(bytes = MAX_FRAME_BYTES + 1): void {
    const text = JSON.stringify({ type: 'event', event: 'tick', payload: { ts: 0, padding: 'x'.repeat(bytes) } });
    for (const connection of this.#hub.callers()) connection.raw(text);
  }

  /** Exactly this text to everybody, whatever it is. */
  say(text: string): void {
    for (const connection of this.#hub.connections()) connection.raw(text);
  }

  /** A run fails at its provider. Returns its id. */
  providerFailure(kind: ProviderFailure, options: { readonly sessionKey?: string } = {}): string {
    return this.#runs.fail(kind, options);
  }

  /** Nobody is let in for `forMs`, as after too many wrong secrets. */
  lockOut(forMs: number): void {
    this.#desk.lock(forMs);
  }

  /** Every connection ends so, whatever it does. */
  closeAll(code: number, reason: string): void {
    for (const connection of this.#hub.connections()) connection.close({ code, reason });
  }

  /** Every connection breaks off, and the gateway lives on. */
  cutAll(): void {
    for (const connection of this.#hub.connections()) connection.terminate();
  }

  /** Well-behaved again. What happened stays. */
  clear(): void {
    this.thaw();
    this.challengeDelayMs = 0;
    this.helloDelayMs = 0;
    this.challengeTs = undefined;
    this.protocol = PROTOCOL;
    this.startupRetryAfterMs = 500;
    this.isRemote = false;
    this.withheld.clear();
    this.#refusals.clear();
    this.#desk.forgive();
  }
}
