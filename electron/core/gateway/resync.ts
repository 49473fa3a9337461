import { isAbortError } from '../platform/index.ts';
import type { Hello } from './hello.ts';
import type { RequestOptions } from './requests.ts';
import { isGranted } from './scopes.ts';

/** One part of the picture of a gateway, as answered; `payload` is foreign. */
export interface SnapshotPart {
  readonly method: string;
  readonly payload: unknown;
}

interface ResyncCall {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Undefined: answered without any scope. */
  readonly scope: string | undefined;
}

/** Subscribe first, then list: what changes in between comes as an event. */
const CALLS: readonly ResyncCall[] = [
  { method: 'sessions.subscribe', params: {}, scope: 'operator.read' },
  { method: 'health', params: {}, scope: undefined },
  { method: 'system-presence', params: {}, scope: 'operator.read' },
  { method: 'sessions.list', params: { limit: 100 }, scope: 'operator.read' },
  { method: 'exec.approval.list', params: {}, scope: 'operator.approvals' },
];

/** The calls that make sense for this connection: offered by the gateway and granted to us. */
export function resyncCalls(hello: Hello): readonly Omit<ResyncCall, 'scope'>[] {
  return CALLS.filter(
    ({ method, scope }) => hello.methods.includes(method) && (scope === undefined || isGranted(scope, hello.scopes)),
  ).map(({ method, params }) => ({ method, params }));
}

/** Options of {@link Resync}. */
export interface ResyncOptions {
  readonly request: (method: string, params: unknown, options: RequestOptions) => Promise<unknown>;
  readonly onPart: (part: SnapshotPart) => void;
  /** A part could not be had; the others are not affected. */
  readonly onMissing: (method: string, error: unknown) => void;
}

/** Fetches the picture anew after a connect and after lost events. Asked while one runs, it runs once more after it. */
export class Resync {
  readonly #options: ResyncOptions;
  #running: { readonly hello: Hello; isWantedAgain: boolean } | undefined;

  constructor(options: ResyncOptions) {
    this.#options = options;
  }

  /** Returns at once. `signal` ends with the connection. */
  run(hello: Hello, signal: AbortSignal): void {
    if (this.#running?.hello === hello) this.#running.isWantedAgain = true;
    else void this.#loop(hello, signal);
  }

  async #loop(hello: Hello, signal: AbortSignal): Promise<void> {
    const running = { hello, isWantedAgain: true };
    this.#running = running;
    while (running.isWantedAgain && !signal.aborted) {
      running.isWantedAgain = false;
      for (const { method, params } of resyncCalls(hello)) await this.#fetch(method, params, signal);
    }
    if (this.#running === running) this.#running = undefined;
  }

  async #fetch(method: string, params: unknown, signal: AbortSignal): Promise<void> {
    try {
      const payload = await this.#options.request(method, params, { signal });
      if (!signal.aborted) this.#options.onPart({ method, payload });
    } catch (error) {
      if (!signal.aborted && !isAbortError(error)) this.#options.onMissing(method, error);
    }
  }
}
