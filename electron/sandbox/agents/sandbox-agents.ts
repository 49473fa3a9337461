import { type Clock, type Random, sleep } from '../../core/platform/index.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { type AgentBehaviour, SandboxAgentServer } from './agent.ts';
import { SandboxProvider, type SandboxSubscription } from './provider.ts';
import { type SandboxFailure, SandboxWork } from './work.ts';

/** What Gatehouse is told of an agent. */
export interface SandboxAgent {
  readonly name: string;
  readonly url: string;
  /** A credential, if only for this sandbox. */
  readonly secret: string;
  readonly behaviour: AgentBehaviour;
}

/** Options of {@link SandboxAgents}. */
export interface SandboxAgentsOptions {
  readonly clock: Clock;
  /** For what must not follow from the seed: tokens and secrets. */
  readonly random: Random;
  readonly draws: SeededRandom;
  /** Lets a subscription meet its limit now and then, for a person who tries it out. Default false. */
  readonly demo?: boolean;
}

const FLEET: readonly (readonly [name: string, behaviour: AgentBehaviour, jobs: number])[] = [
  ['coder', 'healthy', 2],
  ['reviewer', 'healthy', 1],
  ['writer', 'healthy', 1],
  ['old-image', 'old-image', 1],
  ['dead', 'dead', 0],
  ['slow', 'slow', 1],
  ['stranger', 'wrong-secret', 0],
];
const SUBSCRIPTIONS = ['sandbox-max-1', 'sandbox-max-2', 'sandbox-pro'];
const TOKEN_BYTES = 30;
/** How long all goes well, and how long a limit lasts; drawn between these. */
const CALM_MS = { least: 45_000, spread: 45_000 };
const LIMITED_MS = { least: 60_000, spread: 60_000 };

/** The third gate of the sandbox: a provider with subscriptions, and agents that work on them. */
export class SandboxAgents {
  readonly provider: SandboxProvider;
  readonly #subscriptions: readonly SandboxSubscription[];
  readonly #servers: readonly { readonly server: SandboxAgentServer; readonly secret: string }[];
  readonly #listeners = new Set<(failure: SandboxFailure) => void>();
  readonly #run = new AbortController();
  readonly #demo: { readonly clock: Clock; readonly draws: SeededRandom } | undefined;
  #working: readonly Promise<void>[] = [];

  constructor({ clock, random, draws, demo = false }: SandboxAgentsOptions) {
    this.#demo = demo ? { clock, draws: draws.fork('demo') } : undefined;
    const fresh = (): string => Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url');
    const usage = draws.fork('usage');
    this.provider = new SandboxProvider(clock);
    this.#subscriptions = SUBSCRIPTIONS.map(name => ({ name, token: `sk-ant-oat01-sandbox-${fresh()}` }));
    for (const subscription of this.#subscriptions) {
      this.provider.add(subscription, { '5h': usage.below(60) / 100, '7d': usage.below(60) / 100 });
    }
    this.#servers = FLEET.map(([name, behaviour, jobs]) => {
      const secret = `sandbox-agent-${fresh()}`;
      const server = new SandboxAgentServer({ name, behaviour, secret, clock });
      for (let job = 1; job <= jobs; job += 1) server.add(this.#work(server, `${name}-${job}`, clock, draws));
      return { server, secret };
    });
  }

  /** The credentials that the provider takes. */
  subscriptions(): readonly SandboxSubscription[] {
    return [...this.#subscriptions];
  }

  agents(): readonly SandboxAgent[] {
    return this.#servers.map(({ server, secret }) => ({
      name: server.name,
      url: server.url,
      secret,
      behaviour: server.behaviour,
    }));
  }

  /** The server of an agent, to look into it and to change how it behaves. Throws RangeError. */
  server(name: string): SandboxAgentServer {
    const found = this.#servers.find(({ server }) => server.name === name);
    if (found === undefined) throw new RangeError(`the sandbox has no agent ${name}`);
    return found.server;
  }

  /** Calls `listener` for each turn that the provider turned away; gives the way to stop that. */
  onFailure(listener: (failure: SandboxFailure) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Opens the ports. Agents begin to work when they get a token; until then the sandbox is at rest. */
  async start(signal: AbortSignal): Promise<void> {
    await Promise.all([this.provider.start(signal), ...this.#servers.map(({ server }) => server.start(signal))]);
    this.#working = this.#servers.flatMap(({ server }) => server.jobs().map(job => job.run(this.#run.signal)));
    if (this.#demo !== undefined) this.#working = [...this.#working, this.#meetLimits(this.#demo)];
  }

  /** Ends the jobs and frees the ports. May be called twice. */
  async stop(): Promise<void> {
    this.#run.abort();
    await Promise.all([...this.#working, this.provider.stop(), ...this.#servers.map(({ server }) => server.stop())]);
  }

  /** One subscription at a time, and back before the next one: an agent always has somewhere to go. Never rejects. */
  async #meetLimits({ clock, draws }: { readonly clock: Clock; readonly draws: SeededRandom }): Promise<void> {
    const { signal } = this.#run;
    try {
      while (!signal.aborted) {
        await sleep(clock, CALM_MS.least + draws.below(CALM_MS.spread), signal);
        const { name } = this.#subscriptions[draws.below(this.#subscriptions.length)] ?? { name: '' };
        const resetInMs = LIMITED_MS.least + draws.below(LIMITED_MS.spread);
        this.provider.limit(name, { resetInMs });
        await sleep(clock, resetInMs, signal);
      }
    } catch {
      // Told to end.
    }
  }

  #work(server: SandboxAgentServer, id: string, clock: Clock, draws: SeededRandom): SandboxWork {
    return new SandboxWork({
      agent: server.name,
      id,
      credential: signal => server.untilAssigned(signal),
      ask: token => this.provider.answer(token),
      subscriptionOf: token => this.#subscriptions.find(one => one.token === token)?.name ?? null,
      onFailure: failure => {
        for (const listener of this.#listeners) listener(failure);
      },
      clock,
      random: draws.fork(id),
    });
  }
}
