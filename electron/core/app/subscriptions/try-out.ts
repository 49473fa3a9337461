import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmitEvent, SubscriptionCommand } from '../../../contract/index.ts';
import { errorMessage } from '../../platform/index.ts';
import { SubscriptionGate, type SubscriptionGateOptions } from './gate.ts';
import { MemorySecrets } from './memory-secrets.ts';

/** The sandbox's provider, its subscriptions and its agents. */
export interface SandboxSubscriptions {
  readonly providerUrl: string;
  readonly subscriptions: readonly { readonly name: string; readonly token: string }[];
  readonly agents: readonly { readonly name: string; readonly url: string; readonly secret: string }[];
  /** Calls `listener` for each turn that the provider turned away; gives the way to stop that. */
  onFailure(listener: (failure: SandboxTurnFailure) => void): () => void;
}

/** A turn that the sandbox's provider turned away. */
interface SandboxTurnFailure {
  readonly agent: string;
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the turn ran on, which the agent may have left meanwhile. */
  readonly subscription: string | null;
}

const FOLDER = 'sandbox';

/**
 * The third gate on what the sandbox has: for a person who tries it out. Its tokens are kept in memory and its files in
 * a folder of their own, which is emptied before and after; nothing of it gets into the person's own vault.
 */
export class TryOut {
  readonly gate: SubscriptionGate;
  readonly #options: SubscriptionGateOptions;
  readonly #sandbox: SandboxSubscriptions;
  readonly #folder: string;
  /** While the sandbox's own things are put in, nobody has done anything. */
  #isQuiet = true;
  #unwatch: (() => void) | undefined;
  #isStarted = false;

  constructor(options: SubscriptionGateOptions, sandbox: SandboxSubscriptions) {
    this.#options = options;
    this.#sandbox = sandbox;
    this.#folder = join(options.home, FOLDER);
    const { settings } = options;
    const emit: EmitEvent = event => {
      if (!this.#isQuiet || event.type === 'statusChanged') options.emit(event);
    };
    this.gate = new SubscriptionGate({
      ...options,
      settings: {
        ...settings,
        // A person may change these meanwhile.
        get automatic() {
          return settings.automatic;
        },
        get apiKeyFallback() {
          return settings.apiKeyFallback;
        },
        providerUrl: sandbox.providerUrl,
        // No agent of the sandbox is anybody else's.
        lock: { ...settings.lock, redisUrl: null },
      },
      home: this.#folder,
      secrets: new MemorySecrets(options.redact),
      emit,
      isTryOut: true,
    });
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Throws only the signal's reason: without its try-out the application is of use too. */
  async start(signal: AbortSignal): Promise<void> {
    try {
      await rm(this.#folder, { recursive: true, force: true });
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      this.#isStarted = true;
      await this.gate.start(signal);
      for (const command of this.#furniture()) await this.gate.execute(command, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.#options.logger.warn('the sandbox has no subscriptions', { reason: errorMessage(error) });
    }
    this.gate.forgetLastSwitch();
    this.#isQuiet = false;
    this.#unwatch = this.#sandbox.onFailure(({ agent, status, message, headers, subscription }) => {
      const report = { status, message, headers, ...(subscription === null ? {} : { subscription }) };
      this.gate.reportFailure(agent, report, signal).catch((error: unknown) => {
        if (!signal.aborted) this.#options.logger.debug('failure not taken in', { agent, reason: errorMessage(error) });
      });
    });
  }

  /** May be called twice. */
  async stop(): Promise<void> {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#isQuiet = true;
    this.#unwatch?.();
    await this.gate.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #furniture(): SubscriptionCommand[] {
    const { subscriptions, agents } = this.#sandbox;
    return [
      ...subscriptions.map(
        subscription => ({ name: 'addSubscription', subscription, test: false }) satisfies SubscriptionCommand,
      ),
      { name: 'refreshHeadroom' },
      ...agents.flatMap(({ name: agent, url, secret }, index): SubscriptionCommand[] => {
        const subscription = subscriptions[index % subscriptions.length]?.name ?? null;
        return [
          { name: 'addAgent', agent: { name: agent, kind: 'agent-server', url }, secret },
          { name: 'assignSubscription', agent, subscription },
        ];
      }),
      { name: 'checkAgents' },
    ];
  }
}
