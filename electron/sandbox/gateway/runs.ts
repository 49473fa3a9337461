import type { Clock } from '../../core/platform/index.ts';
import type { GatewayHub } from './hub.ts';
import { sessionRow } from './pictures.ts';
import { failureEvents, PROVIDER_FAILURES, type ProviderFailure } from './provider-failure.ts';
import type { SandboxWorld, WorldSession } from './world.ts';

const TOKENS_OF_A_RUN = 1_200;

/** The agents' runs, with the events that they cause. */
export class SandboxRuns {
  readonly #world: SandboxWorld;
  readonly #hub: GatewayHub;
  readonly #clock: Clock;

  constructor(world: SandboxWorld, hub: GatewayHub, clock: Clock) {
    this.#world = world;
    this.#hub = hub;
    this.#clock = clock;
  }

  /** A run begins in the session of that key. Returns its id. */
  begin(sessionKey = 'agent:main:main'): string {
    const nowMs = this.#clock.now();
    const session = this.#world.session(sessionKey, nowMs);
    const runId = this.#world.begin(session, nowMs);
    this.#lifecycle(runId, 1, { phase: 'start', startedAt: nowMs });
    this.#changed(session);
    return runId;
  }

  /** The run ends well. One that is unknown is ignored. */
  end(runId: string): void {
    const session = [...this.#world.sessions.values()].find(({ activeRunIds }) => activeRunIds.includes(runId));
    if (session === undefined) return;
    const nowMs = this.#clock.now();
    this.#world.end(session, runId, nowMs);
    session.totalTokens += TOKENS_OF_A_RUN;
    this.#lifecycle(runId, 2, { phase: 'end', endedAt: nowMs });
    const { key: sessionKey, agentId } = session;
    this.#hub.broadcast('chat', { runId, sessionKey, agentId, seq: 3, state: 'final', stopReason: 'stop' });
    this.#changed(session);
  }

  /** A run begins and fails at its provider. Returns its id. */
  fail(kind: ProviderFailure, { sessionKey = 'agent:main:main' }: { readonly sessionKey?: string } = {}): string {
    const nowMs = this.#clock.now();
    const session = this.#world.session(sessionKey, nowMs);
    const [model] = this.#world.models;
    const provider = model?.provider ?? 'sandbox';
    const runId = this.#world.begin(session, nowMs);
    this.#changed(session);
    const { agentId } = session;
    const run = { runId, sessionKey, agentId, provider, model: model?.id ?? 'sandbox-model', nowMs };
    for (const { event, payload } of failureEvents(kind, run)) this.#hub.broadcast(event, payload);
    const { cooldownMs, text } = PROVIDER_FAILURES[kind];
    this.#world.end(session, runId, nowMs, text);
    if (cooldownMs > 0) {
      this.#world.coolDown(provider, nowMs + cooldownMs);
      this.#hub.broadcast('chat.metadata.changed', { ts: nowMs });
    }
    this.#changed(session);
    return runId;
  }

  #lifecycle(runId: string, seq: number, data: Record<string, unknown>): void {
    this.#hub.broadcast('agent', { runId, seq, stream: 'lifecycle', ts: this.#clock.now(), data });
  }

  #changed(session: WorldSession): void {
    this.#hub.broadcast('sessions.changed', {
      sessionKey: session.key,
      reason: 'status',
      ts: this.#clock.now(),
      ...sessionRow(session),
    });
  }
}
