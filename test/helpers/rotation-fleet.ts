import type { AgentHealth, AgentPort, ReloadOrder, ReloadReply } from '../../electron/core/agents/index.ts';
import { type Clock, FileSecretStore, type Random, Redactor } from '../../electron/core/platform/index.ts';
import {
  type AgentLocks,
  Applier,
  type FleetAgent,
  type HeadroomReading,
  LocalLocks,
  LocalState,
  Reconciler,
  type RotationState,
  Rotator,
  type Subscription,
  type SubscriptionEvent,
  type SubscriptionIds,
  SubscriptionKeeper,
  SubscriptionVault,
  Switcher,
  type TokenRegister,
} from '../../electron/core/subscriptions/index.ts';
import { firstRandom } from './first-random.ts';
import { silentLogger } from './silent-logger.ts';

const NEVER = new AbortController().signal;

/** A token of the right shape; the same for the same word. */
export function tokenOf(word: string): string {
  return `sk-ant-oat01-${word.padEnd(40, '0')}`;
}

/** An agent that a test holds in its hand: what it answers is set, what it was told is kept. */
export class ScriptedAgent implements AgentPort {
  readonly kind = 'agent-server';
  readonly name: string;
  readonly orders: ReloadOrder[] = [];
  readonly revocations: number[] = [];
  readonly restarts: (ReloadOrder | undefined)[] = [];
  /** What the next process gets. */
  live: string | undefined;
  generation = 0;
  activeTasks = 0;
  /** Answers instead of reloading. */
  reply: ReloadReply | undefined;
  /** Called before each answer. */
  before: () => Promise<void> = async () => undefined;
  restart: AgentPort['restart'] = undefined;

  constructor(name: string, { hasHook = false } = {}) {
    this.name = name;
    if (hasHook) {
      this.restart = async order => {
        this.restarts.push(order);
        this.live = order?.token;
        return { ok: true };
      };
    }
  }

  async reload(order: ReloadOrder): Promise<ReloadReply> {
    this.orders.push(order);
    await this.before();
    return this.#take(order.generation, order.token);
  }

  async revoke({ generation }: { readonly generation: number }): Promise<ReloadReply> {
    this.revocations.push(generation);
    await this.before();
    return this.#take(generation, undefined);
  }

  async health(): Promise<AgentHealth> {
    const { activeTasks, generation } = this;
    const unknown = { reason: undefined, runtime: undefined, fingerprint: undefined, subscription: undefined };
    return { state: 'up', activeTasks, generation, ...unknown };
  }

  #take(generation: number, token: string | undefined): ReloadReply {
    if (this.reply !== undefined) return this.reply;
    if (generation < this.generation) return { kind: 'stale' };
    this.generation = generation;
    this.live = token;
    return { kind: 'reloaded', envShadow: [], durable: true };
  }
}

/** A whole rotation on files below `home`, with everything that decides set by the test. */
export interface RotationBench {
  readonly vault: SubscriptionVault;
  readonly state: RotationState;
  readonly rotator: Rotator;
  readonly keeper: SubscriptionKeeper;
  readonly reconciler: Reconciler;
  readonly events: SubscriptionEvent[];
  readonly readings: Map<string, HeadroomReading>;
  readonly settings: { automatic: boolean; apiKey: boolean; thresholdPct: number };
  readonly redactor: Redactor;
  readonly agents: Map<string, FleetAgent>;
  add(name: string): Promise<Subscription>;
  agent(
    name: string,
    on?: string,
    options?: Partial<FleetAgent> & { readonly hasHook?: boolean },
  ): Promise<ScriptedAgent>;
  /** Name of what the agent is assigned to; null: nothing. */
  on(agent: string): Promise<string | null>;
  ofType<Type extends SubscriptionEvent['type']>(type: Type): Extract<SubscriptionEvent, { type: Type }>[];
}

/** Builds a {@link RotationBench}. `state` and `locks` default to those of one host. */
export async function rotationBench(options: {
  readonly home: string;
  readonly clock: Clock;
  readonly random?: Random;
  readonly state?: RotationState;
  readonly locks?: AgentLocks;
  readonly drainMs?: number;
  readonly ids?: SubscriptionIds;
  readonly fanOut?: number;
  readonly tokens?: TokenRegister;
}): Promise<RotationBench> {
  const { home, clock, random = firstRandom } = options;
  const redactor = new Redactor();
  const secrets = new FileSecretStore({ home, redactor, clock });
  const vault = new SubscriptionVault({
    home,
    secrets,
    clock,
    ...(options.ids === undefined ? {} : { ids: options.ids }),
  });
  await vault.open(NEVER);
  const local = new LocalState({ home, clock });
  await local.open(NEVER);
  const state = options.state ?? local;
  const locks = options.locks ?? new LocalLocks();
  const agents = new Map<string, FleetAgent>();
  const fleet = { find: (name: string) => agents.get(name), names: () => [...agents.keys()] };
  const events: SubscriptionEvent[] = [];
  const emit = (event: SubscriptionEvent): void => void events.push(event);
  const readings = new Map<string, HeadroomReading>();
  const reading = (id: string): HeadroomReading | undefined => readings.get(id);
  const chosen = { automatic: true, apiKey: false, thresholdPct: 0 };
  const settings = {
    isAutomatic: () => chosen.automatic,
    isApiKeyAllowed: () => chosen.apiKey,
    thresholdPct: () => chosen.thresholdPct,
  };
  const { drainMs } = options;
  const tokens = options.tokens === undefined ? {} : { tokens: options.tokens };
  const applier = new Applier({
    fleet,
    vault,
    state,
    clock,
    scrubber: redactor,
    emit,
    ...tokens,
    ...(drainMs === undefined ? {} : { drainMs }),
  });
  const logger = silentLogger;
  const switcher = new Switcher({ vault, state, fleet, reading, settings, applier, clock, logger, emit, ...tokens });
  const context = {
    vault,
    state,
    locks,
    fleet,
    switcher,
    reading,
    settings,
    clock,
    logger,
    scrubber: redactor,
    emit,
    ...tokens,
  };
  const rotator = new Rotator(context);
  const keeper = new SubscriptionKeeper({
    ...context,
    applier,
    ...(options.fanOut === undefined ? {} : { fanOut: options.fanOut }),
  });
  const reconciler = new Reconciler({ ...context, applier, keeper, random });
  return {
    vault,
    state,
    rotator,
    keeper,
    reconciler,
    events,
    readings,
    settings: chosen,
    redactor,
    agents,
    add: name => keeper.add({ name, token: tokenOf(name) }, NEVER),
    agent: async (name, on, { hasHook = false, ...rest } = {}) => {
      const port = new ScriptedAgent(name, { hasHook });
      agents.set(name, { port, ...rest });
      if (on !== undefined) await rotator.byHand.assign(name, on, NEVER);
      return port;
    },
    on: async agent => {
      const id = (await state.read(agent, NEVER))?.subscriptionId ?? null;
      return id === null ? null : (vault.byId(id)?.name ?? id);
    },
    ofType: type =>
      events.filter((event): event is Extract<SubscriptionEvent, { type: typeof type }> => event.type === type),
  };
}

/** A reading of both windows, taken at `fetchedAtMs`. */
export function readingOf(
  fetchedAtMs: number,
  fiveHourPct: number,
  sevenDayPct: number,
  rest: Partial<HeadroomReading> = {},
): HeadroomReading {
  const window = (pct: number) => ({ utilizationPct: pct, resetsAtMs: fetchedAtMs + 14_400_000, status: 'allowed' });
  return {
    fetchedAtMs,
    source: 'probe',
    status: 'ok',
    httpStatus: 200,
    windows: { '5h': window(fiveHourPct), '7d': window(sevenDayPct) },
    verdict: 'allowed',
    representativeClaim: 'five_hour',
    overage: { status: null, isInUse: null, disabledReason: null },
    retryAtMs: null,
    ...rest,
  };
}
