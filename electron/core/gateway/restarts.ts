import type { Clock, Timer } from '../platform/index.ts';
import { GatewayError } from './errors.ts';
import type { Hello } from './hello.ts';
import type { RequestOptions } from './requests.ts';
import { answerInvalid } from './scope-upgrade.ts';
import { isGranted } from './scopes.ts';
import { asCount, asRecord } from './untrusted.ts';

/** How a restart is asked for. */
export interface RestartWish {
  /** For the gateway's log, cut to 200 characters. */
  readonly reason?: string;
  /** Does not wait for runs to end. */
  readonly skipDeferral?: boolean;
}

/** What the gateway made of it. `deferred`: it waits for `runs` runs to end first. */
export interface RestartOutcome {
  readonly status: 'scheduled' | 'deferred';
  /** Null when the gateway did not tell. */
  readonly runs: number | null;
}

/** Options of {@link Restarts}. */
export interface RestartsOptions {
  readonly clock: Clock;
  readonly request: (method: string, params: unknown, options: RequestOptions) => Promise<unknown>;
  /** `deferred` or `runs` changed. */
  readonly onChanged: () => void;
}

const REQUEST = 'gateway.restart.request';
const PREFLIGHT = 'gateway.restart.preflight';
const SCOPE = 'operator.admin';
/** Of the parameter in gateway 2026.9.1. */
const MOST_REASON_CHARS = 200;
const LOOK_MS = 10_000;

/** Restarts of the gateway that a person asks for, and those that wait for runs to end. Of one connection at a time. */
export class Restarts {
  readonly #options: RestartsOptions;
  #deferred: { readonly runs: number | null } | null = null;
  #timer: Timer | undefined;

  constructor(options: RestartsOptions) {
    this.#options = options;
  }

  /** Set while the gateway is going to restart once its runs have ended. */
  get deferred(): { readonly runs: number | null } | null {
    return this.#deferred;
  }

  /**
   * Asks for a restart; `connection` ends with the connection. Rejects with `gateway_scope_missing` without asking,
   * `gateway_unsupported`, `gateway_answer_invalid`, and what `request` rejects with.
   */
  async ask(wish: RestartWish, hello: Hello, connection: AbortSignal, signal: AbortSignal): Promise<RestartOutcome> {
    if (!isGranted(SCOPE, hello.scopes)) throw scopeMissing();
    if (!hello.methods.includes(REQUEST)) {
      throw new GatewayError('gateway_unsupported', 'This gateway cannot be restarted from afar.', {
        remedy: 'Run “openclaw gateway restart” on the gateway’s computer.',
      });
    }
    const { reason, skipDeferral } = wish;
    const params = {
      ...(reason === undefined ? {} : { reason: reason.slice(0, MOST_REASON_CHARS) }),
      ...(skipDeferral === undefined ? {} : { skipDeferral }),
    };
    const answer = asRecord(await this.#options.request(REQUEST, params, { signal }));
    const runs = readRuns(answer?.['preflight']);
    const status = answer?.['status'];
    if (status !== 'scheduled' && status !== 'deferred') throw answerInvalid(REQUEST);
    if (status === 'deferred') this.#wait(runs, hello, connection);
    return { status, runs };
  }

  #wait(runs: number | null, hello: Hello, connection: AbortSignal): void {
    if (connection.aborted) return;
    if (this.#deferred === null) connection.addEventListener('abort', () => this.#end(), { once: true });
    this.#set({ runs });
    if (hello.methods.includes(PREFLIGHT)) this.#lookLater(connection);
  }

  #lookLater(connection: AbortSignal): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(LOOK_MS, () => void this.#look(connection));
  }

  async #look(connection: AbortSignal): Promise<void> {
    try {
      const runs = readRuns(await this.#options.request(PREFLIGHT, {}, { signal: connection, timeoutMs: LOOK_MS }));
      if (!connection.aborted && runs !== null) this.#set({ runs });
    } catch {
      // A gateway that drains refuses everything; what was known last is still said.
    }
    if (!connection.aborted) this.#lookLater(connection);
  }

  #set(deferred: { readonly runs: number | null }): void {
    const isNew = this.#deferred?.runs !== deferred.runs;
    this.#deferred = deferred;
    if (isNew) this.#options.onChanged();
  }

  #end(): void {
    this.#deferred = null;
    this.#timer?.cancel();
  }
}

/** Runs that a restart would cut off, by the `counts` of a preflight; null when it does not tell. */
function readRuns(preflight: unknown): number | null {
  const counts = asRecord(asRecord(preflight)?.['counts']);
  return asCount(counts?.['embeddedRuns']) ?? asCount(counts?.['totalActive']) ?? null;
}

function scopeMissing(): GatewayError {
  return new GatewayError('gateway_scope_missing', `Restarting the gateway needs ${SCOPE}, which is not granted.`, {
    remedy: `Ask for ${SCOPE} with gatehouse gateway access, and approve it on the gateway’s computer.`,
    details: { requestScopes: [SCOPE] },
  });
}
