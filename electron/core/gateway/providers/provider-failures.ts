import type { DomainEvent } from '../../../contract/index.ts';
import type { Clock, Timer } from '../../platform/index.ts';
import { readModels } from '../health/index.ts';
import type { Hello } from '../hello.ts';
import type { GatewayFrameEvent } from '../inbox.ts';
import type { RequestOptions } from '../requests.ts';
import { isGranted } from '../scopes.ts';
import { providerFailed } from './classify.ts';
import { merged, type RunFailure, readRunNews } from './run-failure.ts';

/** Options of {@link ProviderFailures}. */
export interface ProviderFailuresOptions {
  readonly profile: string;
  readonly clock: Clock;
  readonly request: (method: string, params: unknown, options: RequestOptions) => Promise<unknown>;
  readonly onFailed: (event: Extract<DomainEvent, { type: 'agentProviderFailed' }>) => void;
}

/** The end of a run comes before the chat error that says why, and that one twice. */
const GRACE_MS = 500;
const MODELS_TIMEOUT_MS = 5_000;
/** Runs under way of which something is remembered. */
const MOST_OPEN = 64;
/** Runs whose failure was told; later news about them are repetitions. */
const MOST_TOLD = 256;

/**
 * Tells of each run that ended because its provider failed, once: waits for the structured report, and asks the gateway
 * until when the model is paused. Text of the gateway is not passed on.
 */
export class ProviderFailures {
  readonly #options: ProviderFailuresOptions;
  readonly #open = new Map<string, { failure: RunFailure; timer: Timer | undefined }>();
  readonly #told = new Set<string>();
  #connection: { readonly hello: Hello; readonly signal: AbortSignal } | undefined;

  constructor(options: ProviderFailuresOptions) {
    this.#options = options;
  }

  /** A connection was authorized; ends with `signal`. */
  start(hello: Hello, signal: AbortSignal): void {
    const connection = { hello, signal };
    this.#connection = connection;
    signal.addEventListener(
      'abort',
      () => {
        if (this.#connection === connection) this.#end();
      },
      { once: true },
    );
  }

  /** An event of the gateway. Foreign. */
  take({ event, payload }: GatewayFrameEvent): void {
    if (event !== 'agent' && event !== 'chat' && event !== 'heartbeat') return;
    const news = readRunNews(event, payload);
    if (news === undefined) return;
    if (news.type === 'ended') this.#forget(news.runId);
    else this.#note(news.failure, news.type === 'failed');
  }

  #note(failure: RunFailure, isOver: boolean): void {
    const { runId } = failure;
    if (this.#connection === undefined || this.#told.has(runId)) return;
    const open = this.#open.get(runId) ?? { failure, timer: undefined };
    open.failure = merged(open.failure, failure);
    this.#open.set(runId, open);
    if (isOver) open.timer ??= this.#options.clock.schedule(GRACE_MS, () => void this.#tell(runId));
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#forget(oldest);
  }

  async #tell(runId: string): Promise<void> {
    const open = this.#open.get(runId);
    const connection = this.#connection;
    if (open === undefined || connection === undefined) return;
    this.#open.delete(runId);
    this.#told.add(runId);
    const [oldest] = this.#told;
    if (this.#told.size > MOST_TOLD && oldest !== undefined) this.#told.delete(oldest);
    const payload = await this.#models(connection.hello, connection.signal);
    if (connection.signal.aborted) return;
    const { profile, clock, onFailed } = this.#options;
    const event = providerFailed(open.failure, readModels(payload), { profile, at: clock.now() });
    if (event !== undefined) onFailed(event);
  }

  /** Undefined when the gateway does not tell. */
  async #models({ methods, scopes }: Hello, signal: AbortSignal): Promise<unknown> {
    if (!methods.includes('models.list') || !isGranted('operator.read', scopes)) return undefined;
    try {
      const params = { preparedOnly: true };
      return await this.#options.request('models.list', params, { signal, timeoutMs: MODELS_TIMEOUT_MS });
    } catch {
      // Without it the failure is told without its end.
      return undefined;
    }
  }

  #forget(runId: string): void {
    this.#open.get(runId)?.timer?.cancel();
    this.#open.delete(runId);
  }

  #end(): void {
    this.#connection = undefined;
    for (const runId of [...this.#open.keys()]) this.#forget(runId);
  }
}
