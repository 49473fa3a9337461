import type { AgentHealth, AgentPort, ReloadOrder, ReloadReply } from '../../agents/index.ts';
import type { Clock } from '../../platform/index.ts';

/** What was found out about an agent by asking it. */
export interface AgentRecord {
  /** Whether it has the endpoint that replaces a token without a restart. */
  readonly canReload: 'unknown' | 'yes' | 'no';
  /** Names of keys in its own files that win over its subscription. */
  readonly shadowedKeys: readonly string[];
  /** Undefined before the first look. */
  readonly health: AgentHealth | undefined;
  /** When that was, milliseconds since the epoch. */
  readonly checkedAtMs: number | undefined;
}

/** An {@link AgentPort} that remembers what the agent behind it answered. */
export class WatchedAgent implements AgentPort {
  readonly name: string;
  readonly kind: AgentPort['kind'];
  readonly restart: AgentPort['restart'];
  readonly #port: AgentPort;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  /** What was last told of it; others look at it between two checks. */
  #told: AgentHealth['state'] = 'up';
  #record: AgentRecord = { canReload: 'unknown', shadowedKeys: [], health: undefined, checkedAtMs: undefined };

  constructor(port: AgentPort, clock: Clock, onChange: () => void) {
    this.name = port.name;
    this.kind = port.kind;
    this.restart = port.restart;
    this.#port = port;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get record(): AgentRecord {
    return this.#record;
  }

  async reload(order: ReloadOrder, signal: AbortSignal): Promise<ReloadReply> {
    return this.#note(await this.#port.reload(order, signal));
  }

  async revoke(order: { readonly generation: number }, signal: AbortSignal): Promise<ReloadReply> {
    return this.#note(await this.#port.revoke(order, signal));
  }

  async health(signal: AbortSignal): Promise<AgentHealth> {
    const health = await this.#port.health(signal);
    this.#record = { ...this.#record, health, checkedAtMs: this.#clock.now() };
    this.#onChange();
    return health;
  }

  /** Asks it how it is, and whether that is news: `lost` or `back`, once each. */
  async check(signal: AbortSignal): Promise<AgentHealth & { readonly news: 'lost' | 'back' | undefined }> {
    const health = await this.health(signal);
    const news = health.state === this.#told ? undefined : health.state === 'up' ? 'back' : 'lost';
    this.#told = health.state;
    return { ...health, news };
  }

  #note(reply: ReloadReply): ReloadReply {
    if (reply.kind === 'reloaded') this.#record = { ...this.#record, canReload: 'yes', shadowedKeys: reply.envShadow };
    if (reply.kind === 'unsupported') this.#record = { ...this.#record, canReload: 'no' };
    this.#onChange();
    return reply;
  }
}
