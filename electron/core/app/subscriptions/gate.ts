import type {
  AgentFailureReply,
  AgentFailureReport,
  CommandResult,
  DomainEvent,
  EmitEvent,
  LastSwitch,
  SubscriptionCommand,
  SubscriptionsStatus,
} from '../../../contract/index.ts';
import type { AgentCredential } from '../../agents/index.ts';
import { errorMessage, GatehouseError, isAbortError, type Timer } from '../../platform/index.ts';
import {
  type Assignment,
  classifyProviderResponse,
  extractFailureText,
  type FailureEvent,
  type HeadroomEvent,
  joinFleet,
  type ListedSubscription,
} from '../../subscriptions/index.ts';
import { checkAgents } from './agent-checks.ts';
import { GateCommands } from './commands.ts';
import { describeGate } from './describe-gate.ts';
import { failureReply } from './failure-reply.ts';
import { localCredential, primeLocalAgents } from './local-agents.ts';
import { createParts, type Parts, type PartsOptions } from './parts.ts';
import { providerFailureReport } from './provider-failure.ts';

/** Options of {@link SubscriptionGate}. */
export interface SubscriptionGateOptions extends Omit<PartsOptions, 'emit' | 'onHeadroom' | 'onChange'> {
  readonly emit: EmitEvent;
  /** These are the sandbox's own. Default false. */
  readonly isTryOut?: boolean;
}

/** What was last read of files or shared state; the status is made of it without waiting. */
interface Known {
  readonly listed: readonly ListedSubscription[];
  readonly assignments: readonly Assignment[];
  readonly failures: readonly FailureEvent[];
}

const NOTHING: Known = { listed: [], assignments: [], failures: [] };
/** Another host of the fleet may have changed something, and a limit may have passed. */
const LOOK_AGAIN_MS = 5_000;
/** Many changes in one moment are looked at once. */
const SOON_MS = 20;

/**
 * The third gate: subscriptions, agents, and the rotation between them. A damaged file, a secret store that cannot be
 * read or a shared state that is away is a state with a remedy; the rest of the application goes on.
 */
export class SubscriptionGate {
  readonly #options: SubscriptionGateOptions;
  readonly #commands: GateCommands;
  readonly #tasks = new Set<Promise<unknown>>();
  /** False for a command that only opens the files. */
  #isService = false;
  #parts: Parts | undefined;
  #known = NOTHING;
  #phase: 'starting' | 'open' = 'starting';
  #failure: GatehouseError | undefined;
  #opening: Promise<Parts> | undefined;
  #hasJoined = false;
  #lastSwitch: LastSwitch | null = null;
  #shown: { readonly state: SubscriptionsStatus['state']; readonly since: number } | undefined;
  #lifetime: AbortController | undefined;
  #timer: Timer | undefined;
  #nextCheckMs = 0;
  #lookingAgain: Promise<void> = Promise.resolve();
  #replaced: readonly string[] = [];

  constructor(options: SubscriptionGateOptions) {
    this.#options = options;
    this.#commands = new GateCommands(options);
  }

  /** Opens everything and begins to work. Throws only the signal's reason: whatever else fails is a state. */
  async start(signal: AbortSignal): Promise<void> {
    this.#lifetime = new AbortController();
    this.#isService = true;
    await this.#tryOpen(signal);
    this.#schedule(LOOK_AGAIN_MS);
  }

  /** Opens the files and nothing more: for a command without a running instance. Throws why it cannot. */
  async open(signal: AbortSignal): Promise<void> {
    this.#lifetime ??= new AbortController();
    await this.#ready(signal);
    await this.#read(signal);
  }

  /** Ends what is under way. May be called twice. */
  async stop(): Promise<void> {
    this.#lifetime?.abort(new GatehouseError('stopping', 'Gatehouse is stopping.'));
    this.#lifetime = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    const parts = this.#parts;
    this.#parts = undefined;
    this.#opening = undefined;
    await Promise.allSettled(this.#tasks);
    if (parts === undefined) return;
    await parts.reconciler.stop();
    await parts.book.stop();
    await Promise.allSettled([parts.registry.close(), parts.call.close(), parts.redis?.stop()]);
  }

  /** True when it is open and there is neither a subscription nor an agent. */
  get isEmpty(): boolean {
    const parts = this.#parts;
    if (parts === undefined) return false;
    return parts.vault.subscriptions().length + parts.vault.removing().length + parts.registry.names().length === 0;
  }

  /** Runs a command. Throws why it cannot. */
  async execute(command: SubscriptionCommand, signal: AbortSignal): Promise<CommandResult> {
    const parts = await this.#ready(signal);
    try {
      return await this.#commands.execute(parts, command, signal);
    } finally {
      this.#followSubscriptions(parts);
      if (!signal.aborted) await this.#read(signal).catch(() => undefined);
      this.#changed();
    }
  }

  /** Takes in a failed turn of an agent. Throws `agent_unknown`, `subscription_unknown`, and why it cannot. */
  async reportFailure(agent: string, report: AgentFailureReport, signal: AbortSignal): Promise<AgentFailureReply> {
    const parts = await this.#ready(signal);
    this.#commands.known(parts, agent);
    const { status = null, message = null, headers, ...rest } = report;
    const nowMs = this.#options.clock.now();
    const text = message === null ? null : extractFailureText(message);
    const answer = headers === undefined || status === null ? undefined : { status, headers, body: message ?? '' };
    const verdict = answer === undefined ? undefined : classifyProviderResponse(answer, nowMs);
    if (answer !== undefined) await this.#observe(parts, agent, rest.subscription, answer, signal);
    const result = await parts.rotator.agentFailed({ ...rest, agent, status, message: text, nowMs, verdict }, signal);
    await this.#read(signal).catch(() => undefined);
    return failureReply(result);
  }

  /** What the provider says of its windows with a refusal is a reading that costs nothing. */
  async #observe(
    { vault, state, book }: Parts,
    agent: string,
    subscription: string | undefined,
    answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
    signal: AbortSignal,
  ): Promise<void> {
    const id =
      subscription === undefined
        ? (await state.read(agent, signal))?.subscriptionId
        : (vault.byId(subscription) ?? vault.find(subscription)).id;
    if (typeof id === 'string') book.observe(id, answer);
  }

  /**
   * What the next process of a local agent is started with; the agent is moved first when that process would fail.
   * Throws `agent_unknown`, `agent_not_local`, `agent_unassigned`, and why it cannot.
   */
  async credential(agent: string, signal: AbortSignal): Promise<AgentCredential> {
    const parts = await this.#ready(signal);
    this.#commands.known(parts, agent);
    return localCredential(parts, agent, signal);
  }

  /** Listens to what other parts tell: a gateway that names the failure of an agent's provider. Never throws. */
  observe(event: DomainEvent): void {
    const parts = this.#parts;
    if (event.type !== 'agentProviderFailed' || parts === undefined) return;
    for (const report of providerFailureReport(event, id => parts.registry.byOpenclawId(id))) {
      this.#inBackground(signal => parts.rotator.agentFailed(report, signal));
    }
  }

  /** What was done so far was nobody's doing: the sandbox puts its own things in. */
  forgetLastSwitch(): void {
    this.#lastSwitch = null;
  }

  /** The machine woke up: what may have changed meanwhile is looked at now. */
  wake(): void {
    this.#nextCheckMs = 0;
    this.#schedule(0);
  }

  status(): SubscriptionsStatus {
    const { settings, isTryOut = false, clock } = this.#options;
    const parts = this.#parts;
    const nowMs = clock.now();
    const described = describeGate({
      phase: this.#phase,
      failure: this.#failure,
      isTryOut,
      isAutomatic: settings.automatic,
      warnPct: settings.headroom.warnPct,
      subscriptions: this.#known.listed,
      removing: parts?.vault.removing() ?? [],
      assignments: this.#known.assignments,
      failures: this.#known.failures,
      agents: parts?.registry.list() ?? [],
      headroom: id => parts?.book.view(id) ?? UNMEASURED,
      history: id => parts?.book.history(id) ?? [],
      shared: parts?.redis?.status,
      lastSwitch: this.#lastSwitch,
      nowMs,
    });
    if (this.#shown?.state !== described.state) this.#shown = { state: described.state, since: nowMs };
    return { ...described, since: this.#shown.since };
  }

  /** The parts, opened. A failure is remembered for the status, and the next caller tries again. */
  #ready(signal: AbortSignal): Promise<Parts> {
    const lifetime = this.#lifetime;
    if (lifetime === undefined) return Promise.reject(new GatehouseError('stopping', 'Gatehouse is stopping.'));
    this.#opening ??= this.#open(AbortSignal.any([signal, lifetime.signal])).then(
      async parts => {
        this.#failure = undefined;
        if (this.#isService) await this.#begin(parts, lifetime.signal);
        return parts;
      },
      (thrown: unknown) => {
        this.#opening = undefined;
        if (!isAbortError(thrown) && !signal.aborted) this.#noteFailure(thrown);
        throw thrown;
      },
    );
    return this.#opening;
  }

  async #open(signal: AbortSignal): Promise<Parts> {
    const { emit, clock } = this.#options;
    const parts = createParts({
      ...this.#options,
      emit: event => this.#emit(event),
      onHeadroom: event => this.#onHeadroom(event),
      onChange: () => this.#changed(),
    });
    try {
      const repairs = await parts.vault.open(signal);
      const damaged = [repairs.setAside, await parts.registry.open(signal), ...(await parts.localState.open(signal))];
      await parts.book.load(signal);
      await parts.redis?.start(signal);
      for (const setAside of damaged) {
        if (setAside !== undefined) emit({ type: 'subscriptionsSetAside', at: clock.now(), ...setAside });
      }
      this.#replaced = repairs.replaced;
    } catch (error) {
      await Promise.allSettled([parts.registry.close(), parts.call.close(), parts.redis?.stop()]);
      throw error;
    }
    this.#parts = parts;
    this.#phase = 'open';
    this.#followSubscriptions(parts);
    return parts;
  }

  /** What only a running instance does, once the files are open. */
  async #begin(parts: Parts, signal: AbortSignal): Promise<void> {
    parts.reconciler.start({ replaced: this.#replaced }, signal);
    await parts.book.setAmbient(this.#options.settings.headroom.ambient);
    this.#inBackground(within => primeLocalAgents(parts, within));
  }

  async #tryOpen(signal: AbortSignal): Promise<void> {
    if (this.#lifetime === undefined || this.#parts !== undefined) return;
    try {
      await this.#ready(signal);
      await this.#read(signal).catch(() => undefined);
    } catch (error) {
      signal.throwIfAborted();
      this.#options.logger.warn('subscriptions are not ready', { reason: errorMessage(error) });
    }
  }

  #noteFailure(thrown: unknown): void {
    const known =
      thrown instanceof GatehouseError
        ? thrown
        : new GatehouseError('subscriptions_failed', 'Subscriptions cannot be used: something unexpected went wrong.', {
            remedy: 'The log has the details.',
          });
    const isNews = this.#failure?.message !== known.message;
    this.#failure = known;
    this.#phase = 'open';
    if (!isNews) return;
    const { clock, emit } = this.#options;
    emit({ type: 'subscriptionsFailed', at: clock.now(), reason: known.message, remedy: known.remedy ?? null });
  }

  #emit(event: DomainEvent): void {
    if (event.type === 'subscriptionSwitched') {
      const { at, agent, from, to, cause, result, reason } = event;
      this.#lastSwitch = { at, agent, from, to, cause, result, reason };
    }
    this.#options.emit(event);
    this.#schedule(SOON_MS);
  }

  #onHeadroom(event: HeadroomEvent): void {
    const parts = this.#parts;
    if (parts === undefined) return;
    const at = this.#options.clock.now();
    if (event.type === 'reading') {
      const { subscriptionId, reading } = event;
      this.#inBackground(signal => parts.rotator.headroomChanged(subscriptionId, reading, signal));
      this.#changed();
    } else if (event.type === 'alert') {
      const { subscriptionId, window, tier, utilizationPct: usedPct, resetsAtMs: resetsAt } = event.alert;
      const subscription = parts.vault.byId(subscriptionId)?.name;
      if (subscription === undefined || tier === 'wall') return;
      this.#options.emit({ type: 'headroomLow', at, subscription, window, tier, usedPct, resetsAt });
    } else if (event.type === 'fleetFull') {
      this.#options.emit({ type: 'allSubscriptionsFull', at, until: event.untilMs });
    }
  }

  /** Only what takes OAuth tokens can be measured. */
  #followSubscriptions({ vault, book }: Parts): void {
    book.setSubscriptions(
      vault
        .subscriptions()
        .filter(({ kind }) => kind === 'setup_token')
        .map(({ id }) => id),
    );
  }

  #changed(): void {
    if (this.#lifetime !== undefined) this.#options.emit({ type: 'statusChanged', at: this.#options.clock.now() });
  }

  #schedule(waitMs: number): void {
    if (this.#lifetime === undefined) return;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(waitMs, () => this.#lookAgain());
  }

  #lookAgain(): void {
    const lifetime = this.#lifetime;
    if (lifetime === undefined) return;
    this.#lookingAgain = this.#lookingAgain
      .then(() => this.#look(lifetime.signal))
      .catch((error: unknown) => {
        if (!lifetime.signal.aborted) {
          this.#options.logger.warn('subscriptions not looked at', { reason: errorMessage(error) });
        }
      })
      .finally(() => this.#schedule(LOOK_AGAIN_MS));
    this.#track(this.#lookingAgain);
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { clock, settings } = this.#options;
    if (this.#parts === undefined) await this.#tryOpen(signal);
    const parts = this.#parts;
    if (parts === undefined) return;
    if (clock.monotonicMs() >= this.#nextCheckMs) {
      this.#nextCheckMs = clock.monotonicMs() + settings.agentCheckSeconds * 1_000;
      this.#inBackground(within =>
        checkAgents(parts.registry.list(), within, event => this.#options.emit(event), clock),
      );
    }
    await this.#read(signal);
  }

  /** Reads what the status shows; what cannot be read now keeps its last values. */
  async #read(signal: AbortSignal): Promise<void> {
    const parts = this.#parts;
    if (parts === undefined) return;
    const { vault, state, localState, locks, redis } = parts;
    const listed = await vault.list(signal);
    this.#known = { ...this.#known, listed };
    if (redis !== undefined && redis.status.state !== 'up') return;
    if (redis !== undefined && !this.#hasJoined) {
      await joinFleet({ vault, local: localState, shared: state, locks }, signal);
      this.#hasJoined = true;
    }
    const [assignments, failures] = await Promise.all([state.list(signal), state.latestFailures(signal)]);
    const before = JSON.stringify(this.#known);
    this.#known = { listed: await vault.list(signal), assignments, failures };
    if (JSON.stringify(this.#known) !== before) this.#changed();
  }

  /** Work that nobody waits for, ended with the gate. */
  #inBackground(work: (signal: AbortSignal) => Promise<unknown>): void {
    const lifetime = this.#lifetime;
    if (lifetime === undefined) return;
    const { signal } = lifetime;
    this.#track(
      work(signal).catch((error: unknown) => {
        if (!signal.aborted) this.#options.logger.warn('subscription work failed', { reason: errorMessage(error) });
      }),
    );
  }

  #track(work: Promise<unknown>): void {
    this.#tasks.add(work);
    void work.finally(() => this.#tasks.delete(work));
  }
}

const UNMEASURED = { reading: undefined, freshness: undefined, ageMs: undefined, forecasts: [], problem: undefined };
