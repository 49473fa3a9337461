import type { Told } from '../../contract/index.ts';

/** Options of {@link GatehouseError}; everything but the remedy may be left out. */
export interface GatehouseErrorOptions {
  /** What the person can do about it, as a sentence. Never contains a secret. */
  readonly remedy?: string;
  /** Whether the same call may succeed later without anyone changing anything. Default false. */
  readonly retryable?: boolean;
  /** What the message says, for languages that make their own; left out where the code says it all. */
  readonly told?: Told | undefined;
  /** Facts for the log, JSON-like. Never a secret, never a prompt. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * Base of every error that Gatehouse throws on purpose. Code branches on `code`, never on the text; `message` is one
 * sentence a person understands, `remedy` another one that says what to do.
 */
export class GatehouseError extends Error {
  /** Stable, lower_snake_case, unique in the product. */
  readonly code: string;
  readonly remedy: string | undefined;
  readonly retryable: boolean;
  readonly told: Told | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: GatehouseErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.remedy = options.remedy;
    this.retryable = options.retryable ?? false;
    this.told = options.told;
    this.details = options.details ?? {};
  }
}

/** The text of anything that was thrown; for a non-error its string form. */
export function errorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** True for the rejection of an aborted wait or call (`AbortError`, or the signal's own reason when it is one). */
export function isAbortError(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === 'AbortError' || thrown.name === 'ABORT_ERR');
}
