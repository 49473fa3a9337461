import { GatehouseError } from '../platform/index.ts';
import { HttpError } from './client-error.ts';

/** An error in the provider's own form, as its clients understand it. */
export interface ProviderShapedError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly type: 'error'; readonly error: { readonly type: string; readonly message: string } };
}

/** A refusal with the time after which the same request may succeed. */
export class ProviderAccessError extends HttpError {
  /** Whole seconds; undefined: nobody knows. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    { remedy, retryAfterSeconds }: { readonly remedy?: string; readonly retryAfterSeconds?: number | undefined } = {},
  ) {
    super(status, code, message, remedy);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The provider's types by status, as its documentation of errors lists them; other failures are `api_error`. */
const TYPE_BY_STATUS: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/**
 * What a client of the pass-through is told of `error`. A part that cannot do its work now says why; an error that was not
 * made on purpose shows nothing of itself. Never throws.
 */
export function toProviderShape(error: unknown): ProviderShapedError {
  const status = statusOf(error);
  if (status === undefined) return shaped(500, 'Gatehouse had an internal error; its log says more.');
  const { message, remedy } = error as GatehouseError;
  const retryAfterSeconds = error instanceof ProviderAccessError ? error.retryAfterSeconds : undefined;
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { ...shaped(status, remedy === undefined ? message : `${message} ${remedy}`), headers };
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpError) return error.status;
  if (!(error instanceof GatehouseError)) return undefined;
  // Nobody reads it: the status of nginx for a client that closed the connection.
  return error.code === 'client_gone' ? 499 : 503;
}

function shaped(status: number, message: string): ProviderShapedError {
  const type = TYPE_BY_STATUS[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
  return { status, headers: {}, body: { type: 'error', error: { type, message } } };
}
