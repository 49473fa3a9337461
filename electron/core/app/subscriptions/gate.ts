import type {
  AgentFailureReply,
  AgentFailureReport,
  CommandResult,
  DomainEvent,
  EmitEvent,
  SubscriptionCommand,
  SubscriptionsStatus,
} from '../../../contract/index.ts';
import type { AgentCredential } from '../../agents/index.ts';
import { errorMessage, GatehouseError, isAbortError, type Timer, untilBeat } from '../../platform/index.ts';
import type { HeadroomEvent } from '../../subscriptions/index.ts';
import { catchUpAfterPause } from './after-pause.ts';
import { checkAgents } from './agent-checks.ts';
import { Background } from './background.ts';
import { GateCommands } from './commands.ts';
import { headroomEvent } from './headroom-event.ts';
import { Knowledge } from './knowledge.ts';
import { knownFailure } from './known-failure.ts';
import { localCredential, primeLocalAgents } from './local-agents.ts';
import { createParts, measureAll, type Parts, type PartsOptions } from './parts.ts';
import { providerFailureReport } from './provider-failure.ts';
import { takeReport } from './take-report.ts';

/** Options of {@link SubscriptionGate}. */
export interface SubscriptionGateOptions extends Omit<PartsOptions, 'emit' | 'onHeadroom' | 'onChange'> {
  readonly emit: EmitEvent;
  /** These are the sandbox's own. Default false. */
  readonly isTryOut?: boolean;
}

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
  readonly #knowledge: Knowledge;
  /** False for a command that only opens the files. */
  #isService = false;
  #parts: Parts | undefined;
  #opening: Promise<Parts> | undefined;
  #background: Background | undefined;
  #timer: Timer | undefined;
  #nextCheckMs = 0;
  #lookingAgain: Promise<void> = Promise.resolve();
  #replaced: readonly string[] = [];

  constructor(options: SubscriptionGateOptions) {
    this.#options = options;
    this.#commands = new GateCommands(options);
    this.#knowledge = new Knowledge(options);
  }

  /** Opens everything and begins to work. Throws only the signal's reason: whatever else fails is a state. */
  async start(signal: AbortSignal): Promise<void> {
    this.#background = new Background(this.#options.logger);
    this.#isService = true;
    await this.#tryOpen(signal);
    this.#schedule(LOOK_AGAIN_MS);
  }

  /** Opens the files and nothing more: for a command without a running instance. Throws why it cannot. */
  async open(signal: AbortSignal): Promise<void> {
    this.#background ??= new Background(this.#options.logger);
    await this.#ready(signal);
    await this.#read(signal);
  }

  /** Ends what is under way. May be called twice. */
  async stop(): Promise<void> {
    const background = this.#background;
    this.#background = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    const parts = this.#parts;
    this.#parts = undefined;
    this.#opening = undefined;
    await background?.stop(new GatehouseError('stopping', 'Gatehouse is stopping.'));
    if (parts === undefined) return;
    await parts.reconciler.stop();
    await parts.book.stop();
    await Promise.allSettled([parts.registry.close(), parts.call.close(), parts.redis?.stop()]);
  }

  /** True when it is open and there is neither a subscription nor an agent. */
  get isEmpty(): boolean {
    const { vault, registry } = this.#parts ?? {};
    return vault?.subscriptions().length === 0 && vault.removing().length === 0 && registry?.names().length === 0;
  }

  /** Runs a command. Throws why it cannot. */
  async execute(command: SubscriptionCommand, signal: AbortSignal): Promise<CommandResult> {
    const parts = await this.#ready(signal);
    try {
      return await this.#commands.execute(parts, command, signal);
    } finally {
      measureAll(parts);
      if (!signal.aborted) await this.#read(signal).catch(() => undefined);
      this.#changed();
    }
  }

  /** Takes in a failed turn of an agent. Throws `agent_unknown`, `subscription_unknown`, and why it cannot. */
  async reportFailure(agent: string, report: AgentFailureReport, signal: AbortSignal): Promise<AgentFailureReply> {
    const parts = await this.#ready(signal);
    this.#commands.known(parts, agent);
    const { clock, scrubber } = this.#options;
    const reply = await takeReport(parts, agent, report, { nowMs: clock.now(), scrubber }, signal);
    await this.#read(signal).catch(() => undefined);
    return reply;
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

  /** Runs `work` on the opened parts, which `lifetime` ends with. Throws why they are not open, and what it throws. */
  async use<T>(work: (parts: Parts, lifetime: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    return work(await this.#ready(signal), this.#background?.signal ?? signal);
  }

  /** Listens to what other parts tell: a gateway that names the failure of an agent's provider. Never throws. */
  observe(event: DomainEvent): void {
    const parts = this.#parts;
    if (event.type !== 'agentProviderFailed' || parts === undefined) return;
    for (const report of providerFailureReport(event, id => parts.registry.byOpenclawId(id))) {
      this.#background?.run(signal => parts.rotator.agentFailed(report, signal));
    }
  }

  /** What was done so far was nobody's doing: the sandbox puts its own things in. */
  forgetLastSwitch(): void {
    this.#knowledge.lastSwitch = null;
  }

  /** The machine woke up: what may have changed meanwhile is looked at now. */
  wake(): void {
    this.#nextCheckMs = 0;
    this.#schedule(0);
  }

  /** A pause is over: what it held back is decided now. */
  resume(): void {
    const parts = this.#parts;
    if (parts !== undefined) this.#background?.run(signal => catchUpAfterPause(parts, signal));
    this.wake();
  }

  /** This computer went offline, or came back. What the provider said last stays; nobody asks it meanwhile. */
  networkChanged(): void {
    const parts = this.#parts;
    if (parts !== undefined && this.#isService) this.#background?.run(() => this.#setAmbient(parts));
    this.#changed();
  }

  /** Whether the provider, or an agent, is out of reach because this computer is offline. */
  get isOutOfReach(): boolean {
    const { isOutOfReach } = this.#options;
    if (this.#parts === undefined || this.isEmpty || isOutOfReach === undefined) return false;
    const { call, registry } = this.#parts;
    return [call.baseUrl.href, ...registry.list().map(({ entry }) => entry.url ?? '')].some(isOutOfReach);
  }

  status(): SubscriptionsStatus {
    return this.#knowledge.status(this.#parts);
  }

  /** The parts, opened. A failure is remembered for the status, and the next caller tries again. */
  #ready(signal: AbortSignal): Promise<Parts> {
    const background = this.#background;
    if (background === undefined) return Promise.reject(new GatehouseError('stopping', 'Gatehouse is stopping.'));
    this.#opening ??= this.#open(AbortSignal.any([signal, background.signal])).then(
      async parts => {
        this.#knowledge.failure = undefined;
        if (this.#isService) await this.#begin(parts, background.signal);
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
      // A crash came before what was known of the former token could be forgotten.
      for (const id of repairs.replaced) parts.book.forget(id, true);
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
    this.#knowledge.phase = 'open';
    measureAll(parts);
    return parts;
  }

  /** What only a running instance does, once the files are open. */
  async #begin(parts: Parts, signal: AbortSignal): Promise<void> {
    parts.reconciler.start({ replaced: this.#replaced }, signal);
    await this.#setAmbient(parts);
    this.#background?.run(within => primeLocalAgents(parts, within));
  }

  async #setAmbient({ book, call }: Parts): Promise<void> {
    const { settings, isOutOfReach } = this.#options;
    await book.setAmbient(settings.headroom.ambient && isOutOfReach?.(call.baseUrl.href) !== true);
  }

  async #tryOpen(signal: AbortSignal): Promise<void> {
    if (this.#background === undefined || this.#parts !== undefined) return;
    try {
      await this.#ready(signal);
      await this.#read(signal).catch(() => undefined);
    } catch (error) {
      signal.throwIfAborted();
      this.#options.logger.warn('subscriptions are not ready', { reason: errorMessage(error) });
    }
  }

  #noteFailure(thrown: unknown): void {
    const known = knownFailure(thrown);
    const isNews = this.#knowledge.failure?.message !== known.message;
    this.#knowledge.failure = known;
    this.#knowledge.phase = 'open';
    if (!isNews) return;
    const { clock, emit } = this.#options;
    const { code, message, remedy } = known;
    emit({ type: 'subscriptionsFailed', at: clock.now(), code, reason: message, remedy: remedy ?? null });
  }

  #emit(event: DomainEvent): void {
    if (event.type === 'subscriptionSwitched') {
      const { at, agent, from, to, cause, result, told, reason } = event;
      const how = { result, ...(told === undefined ? {} : { resultTold: told }) };
      this.#knowledge.lastSwitch = { at, agent, from, to, cause, ...how, reason };
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
      this.#background?.run(signal => parts.rotator.headroomChanged(subscriptionId, reading, signal));
      this.#changed();
      return;
    }
    const told = headroomEvent(event, id => parts.vault.byId(id)?.name, at);
    if (told !== undefined) this.#options.emit(told);
  }

  #changed(): void {
    if (this.#background !== undefined) this.#options.emit({ type: 'statusChanged', at: this.#options.clock.now() });
  }

  #schedule(waitMs: number): void {
    if (this.#background === undefined) return;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(waitMs, () => this.#lookAgain());
  }

  #lookAgain(): void {
    this.#background?.run(signal => {
      this.#lookingAgain = this.#lookingAgain
        .catch(() => undefined)
        .then(() => this.#look(signal))
        .finally(() => this.#schedule(untilBeat(this.#options.clock, LOOK_AGAIN_MS)));
      return this.#lookingAgain;
    });
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { clock, settings } = this.#options;
    if (this.#parts === undefined) await this.#tryOpen(signal);
    const parts = this.#parts;
    if (parts === undefined) return;
    if (clock.monotonicMs() >= this.#nextCheckMs) {
      this.#nextCheckMs = clock.monotonicMs() + settings.agentCheckSeconds * 1_000;
      this.#background?.run(within => checkAgents(parts, undefined, this.#options, within));
    }
    await this.#read(signal);
  }

  async #read(signal: AbortSignal): Promise<void> {
    const parts = this.#parts;
    if (parts !== undefined && (await this.#knowledge.read(parts, signal))) this.#changed();
  }
}
