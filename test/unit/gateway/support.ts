import { onTestFinished } from 'vitest';
import type { GatewayState } from '../../../electron/contract/index.ts';
import {
  GatewayClient,
  type GatewayClientOptions,
  type GatewayEvent,
  type GatewayFrameEvent,
  type SharedCredentials,
  type SnapshotPart,
} from '../../../electron/core/gateway/index.ts';
import type { LogFields, Logger, SecretStore } from '../../../electron/core/platform/index.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { type Script, ScriptedGateway } from '../../helpers/scripted-gateway.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

/** A secret store that forgets with the test. */
export class MemorySecrets implements SecretStore {
  readonly description = 'in memory';
  readonly values = new Map<string, string>();
  isBroken = false;

  async get(name: string): Promise<string | undefined> {
    if (this.isBroken) throw new Error('the keychain is locked');
    return this.values.get(name);
  }

  async set(name: string, value: string): Promise<void> {
    this.values.set(name, value);
  }

  async delete(name: string): Promise<boolean> {
    return this.values.delete(name);
  }

  async names(): Promise<readonly string[]> {
    return [...this.values.keys()].sort();
  }
}

type Changes = Partial<Omit<GatewayClientOptions, 'profile'>> & {
  readonly url?: string;
  readonly tlsFingerprint?: string;
  readonly shared?: SharedCredentials;
};

/** A client on a virtual clock, and everything it said. */
export class Bench {
  readonly clock = new VirtualClock();
  readonly secrets = new MemorySecrets();
  readonly events: GatewayEvent[] = [];
  readonly frames: GatewayFrameEvent[] = [];
  readonly parts: SnapshotPart[] = [];
  readonly log: string[] = [];
  readonly client: GatewayClient;
  shared: SharedCredentials;
  readonly #watchers = new Set<() => void>();

  constructor(changes: Changes) {
    const { url = 'ws://127.0.0.1:1', shared = { token: 'shared-token-1' }, tlsFingerprint, ...options } = changes;
    this.shared = shared;
    this.client = new GatewayClient({
      profile: { name: 'studio', url, tlsFingerprint },
      credentials: async () => this.shared,
      secrets: this.secrets,
      clock: this.clock,
      random: firstRandom,
      logger: keepingLogger(this.log),
      emit: event => {
        this.events.push(event);
        this.#notice();
      },
      onEvent: frame => {
        this.frames.push(frame);
        this.#notice();
      },
      onSnapshot: part => {
        this.parts.push(part);
        this.#notice();
      },
      // A socket that the test plays has nobody to probe behind it.
      ...(options.openSocket === undefined ? {} : { probe: async () => 'other' }),
      client: { version: '0.1.0', platform: 'linux', displayName: 'Gatehouse' },
      ...options,
    });
    onTestFinished(() => this.client.stop());
  }

  start(): this {
    this.client.start(new AbortController().signal);
    return this;
  }

  get state(): GatewayState {
    return this.client.snapshot().state;
  }

  /** The states that were shown, in order. */
  get shown(): readonly GatewayState[] {
    return this.events.flatMap(event => (event.type === 'gatewayStateChanged' ? [event.to] : []));
  }

  /** The reasons of all transitions, in order. */
  get reasons(): readonly string[] {
    return this.events.flatMap(event => (event.type === 'gatewayTransition' ? [event.reason] : []));
  }

  /** Resolves once `isSo`, looked at now and whenever the client says something. */
  async until(isSo: () => boolean): Promise<void> {
    if (isSo()) return;
    await new Promise<void>(resolve => {
      const look = (): void => {
        if (!isSo()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
    });
  }

  /** Resolves at the next transition into `name`, or now when the last one led there. */
  async reaches(name: string): Promise<void> {
    await this.until(() => this.events.filter(event => event.type === 'gatewayTransition').at(-1)?.to === name);
  }

  async shows(state: GatewayState): Promise<void> {
    await this.until(() => this.state === state);
  }

  #notice(): void {
    for (const look of [...this.#watchers]) look();
  }
}

/** A gateway that does what `script` says, stopped with the test. */
export async function gateway(script: Script, port = 0): Promise<ScriptedGateway> {
  const started = await ScriptedGateway.start(script, { port });
  onTestFinished(() => started.stop());
  return started;
}

function keepingLogger(lines: string[]): Logger {
  const keep = (event: string, fields?: LogFields): void => void lines.push(`${event} ${JSON.stringify(fields)}`);
  return { debug: keep, info: keep, warn: keep, error: keep };
}
