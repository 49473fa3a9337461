import type {
  AgentFailureReply,
  AgentFailureReport,
  CommandResult,
  DomainEvent,
  SubscriptionCommand,
  SubscriptionsStatus,
} from '../../../contract/index.ts';
import type { AgentCredential } from '../../agents/index.ts';
import type { ProviderAccess } from '../../proxy/index.ts';
import { SubscriptionGate, type SubscriptionGateOptions } from './gate.ts';
import { AgentPassThrough, agentKey } from './pass-through.ts';
import { type SandboxSubscriptions, TryOut } from './try-out.ts';

/** Commands that begin something of the person's own. */
const OWN_COMMANDS: readonly SubscriptionCommand['name'][] = ['addSubscription', 'addAgent'];

/**
 * The third gate as the application has it: the person's own subscriptions and agents, or the sandbox's as long as there
 * are none. The first own one ends the try-out.
 */
export class Subscriptions {
  /** For agents that send their model calls through the local endpoint. Undefined: the settings do not want that. */
  readonly access: ProviderAccess | undefined;
  readonly #own: SubscriptionGate;
  readonly #tryOut: TryOut | undefined;

  /** `sandbox` null: there is none. */
  constructor(options: SubscriptionGateOptions, sandbox: SandboxSubscriptions | null) {
    const { clock, logger, isOutOfReach = () => false } = options;
    this.access = options.settings.passThrough
      ? new AgentPassThrough({ gate: () => this.#active, isOutOfReach, clock, logger })
      : undefined;
    this.#own = new SubscriptionGate(options);
    this.#tryOut = sandbox === null ? undefined : new TryOut(options, sandbox);
  }

  /** Throws only the signal's reason. */
  async start(signal: AbortSignal): Promise<void> {
    await this.#own.start(signal);
    if (this.#own.isEmpty) await this.#tryOut?.start(signal);
  }

  /** May be called twice. */
  async stop(): Promise<void> {
    await Promise.all([this.#own.stop(), this.#tryOut?.stop()]);
  }

  status(): SubscriptionsStatus {
    return this.#active.status();
  }

  /** Throws why it cannot. */
  async execute(command: SubscriptionCommand, signal: AbortSignal): Promise<CommandResult> {
    const gate = OWN_COMMANDS.includes(command.name) ? this.#own : this.#active;
    const result = await gate.execute(command, signal);
    if (this.#tryOut?.isStarted !== true || this.#own.isEmpty) return result;
    await this.#tryOut.stop();
    return { ...result, sentence: `${result.sentence} The sandbox's own subscriptions are put away.` };
  }

  /** Throws `agent_unknown`, and why it cannot. */
  reportFailure(agent: string, report: AgentFailureReport, signal: AbortSignal): Promise<AgentFailureReply> {
    return this.#active.reportFailure(agent, report, signal);
  }

  /** Throws `agent_unknown`, `agent_not_local`, `agent_unassigned`, and why it cannot. */
  credential(agent: string, signal: AbortSignal): Promise<AgentCredential> {
    return this.#active.credential(agent, signal);
  }

  /** The agent's key at the local endpoint. Throws `pass_through_off`, `agent_unknown`, and why it cannot. */
  async agentKey(agent: string, isNew: boolean, signal: AbortSignal): Promise<{ readonly key: string }> {
    return { key: await agentKey(this.#active, agent, isNew, signal) };
  }

  observe(event: DomainEvent): void {
    this.#active.observe(event);
  }

  wake(): void {
    this.#active.wake();
  }

  /** A pause is over. */
  resume(): void {
    this.#active.resume();
  }

  /** This computer went offline, or came back: the provider is asked by itself again only then. */
  networkChanged(): void {
    this.#own.networkChanged();
    this.#tryOut?.gate.networkChanged();
  }

  /** Whether provider or agents are out of reach because this computer is offline. */
  get isOutOfReach(): boolean {
    return this.#active.isOutOfReach;
  }

  get #active(): SubscriptionGate {
    return this.#tryOut?.isStarted === true && this.#own.isEmpty ? this.#tryOut.gate : this.#own;
  }
}
