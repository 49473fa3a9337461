import { onTestFinished } from 'vitest';
import type { GatewayStatus } from '../../electron/contract/index.ts';
import {
  GatewayClient,
  type GatewayClientOptions,
  type GatewayEvent,
  type GatewayFrameEvent,
  type SnapshotPart,
} from '../../electron/core/gateway/index.ts';
import { SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { OpenclawGateway, type OpenclawOptions } from '../helpers/openclaw.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { MemorySecrets } from '../unit/gateway/support.ts';

/** The start of a real gateway on a busy machine takes its time; nothing else here does. */
const LIMIT_MS = 180_000;

/** What differs from a client that knows the right token. */
export type LiveChanges = Partial<Omit<GatewayClientOptions, 'profile' | 'credentials' | 'secrets'>> & {
  readonly token?: string | undefined;
  readonly secrets?: MemorySecrets;
};

/** Notes what a part of the product says, and waits for what it is to say. */
export class Witness {
  readonly events: GatewayEvent[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #describe: () => unknown;

  /** `describe` goes into the error of a wait that came to nothing. */
  constructor(describe: () => unknown) {
    this.#describe = describe;
  }

  readonly emit = (event: GatewayEvent): void => {
    this.events.push(event);
    this.notice();
  };

  /** Something changed that is not an event. */
  notice(): void {
    for (const look of [...this.#watchers]) look();
  }

  /** Resolves once `isSo`, looked at now and whenever something was said. */
  async until(isSo: () => boolean, limitMs = LIMIT_MS): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
      };
      const look = (): void => {
        if (!isSo()) return;
        settle();
        resolve();
      };
      const timer = setTimeout(() => {
        settle();
        const said = this.events.slice(-20).map(event => JSON.stringify(event));
        reject(new Error(`Not within ${limitMs} ms. Now: ${JSON.stringify(this.#describe())}\n${said.join('\n')}`));
      }, limitMs);
      this.#watchers.add(look);
      look();
    });
  }

  /** The states that a person was shown, in their order. */
  get shown(): readonly string[] {
    return this.events.flatMap(event => (event.type === 'gatewayStateChanged' ? [event.to] : []));
  }

  /** The reasons of all transitions, in their order. */
  get reasons(): readonly string[] {
    return this.events.flatMap(event => (event.type === 'gatewayTransition' ? [event.reason] : []));
  }

  count(type: GatewayEvent['type']): number {
    return this.events.filter(event => event.type === type).length;
  }
}

/** A client of the product at a real gateway, with the real clock. Stopped with the test. */
export class Live {
  readonly witness: Witness;
  readonly secrets: MemorySecrets;
  readonly client: GatewayClient;
  readonly frames: GatewayFrameEvent[] = [];
  readonly parts: SnapshotPart[] = [];
  /** Asked for before each attempt. */
  token: string | undefined;

  constructor(gateway: OpenclawGateway, { token = gateway.token, secrets, ...options }: LiveChanges = {}) {
    this.token = token;
    this.secrets = secrets ?? new MemorySecrets();
    this.witness = new Witness(() => ({ status: this.client.snapshot(), log: gateway.log.slice(-1_500) }));
    this.client = new GatewayClient({
      profile: { name: 'studio', url: gateway.url },
      credentials: async () => ({ token: this.token }),
      secrets: this.secrets,
      clock: new SystemClock(),
      random: new SystemRandom(),
      logger: silentLogger,
      emit: this.witness.emit,
      onEvent: frame => {
        this.frames.push(frame);
        this.witness.notice();
      },
      onSnapshot: part => {
        this.parts.push(part);
        this.witness.notice();
      },
      client: { version: '0.1.0', platform: process.platform, displayName: 'Gatehouse test' },
      ...options,
    });
    onTestFinished(() => this.client.stop());
  }

  start(): this {
    this.client.start(new AbortController().signal);
    return this;
  }

  get status(): GatewayStatus {
    return this.client.snapshot();
  }

  async shows(state: GatewayStatus['state'], limitMs?: number): Promise<GatewayStatus> {
    await this.witness.until(() => this.status.state === state, limitMs);
    return this.status;
  }

  /** Connected to another start of the gateway than `bootId`, or to any. */
  async isReady(otherThan?: string | null): Promise<string> {
    await this.witness.until(
      () => this.status.state === 'ready' && (otherThan === undefined || this.status.server?.bootId !== otherThan),
    );
    return this.status.server?.bootId ?? '';
  }
}

/** A real gateway that is not started yet, removed with the test. */
export async function prepared(options?: OpenclawOptions): Promise<OpenclawGateway> {
  const gateway = await OpenclawGateway.prepare(options);
  onTestFinished(() => gateway.dispose());
  return gateway;
}
