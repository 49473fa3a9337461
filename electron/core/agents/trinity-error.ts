import type { AgentCode, Told } from '../../contract/index.ts';
import { GatehouseError } from '../platform/index.ts';

type TrinityCode = Extract<AgentCode, `trinity_${string}`>;

/** What else a {@link TrinityError} carries. */
export interface TrinityErrorOptions {
  readonly retryable?: boolean;
  readonly told?: Told;
}

/** A call of the Trinity backend that did not do what was asked. `status` is 0 when there was no answer. */
export class TrinityError extends GatehouseError {
  readonly status: number;

  /** `told`: left out where the code says it all. */
  constructor(code: TrinityCode, status: number, message: string, remedy: string, options: TrinityErrorOptions = {}) {
    const { retryable = false, told = { code } } = options;
    super(code, message, { remedy, retryable, details: { status }, told });
    this.status = status;
  }
}

/** The error for an answer with this status; `detail` is what the backend said, already free of secrets. */
export function trinityRefusal(status: number, detail: string | undefined): TrinityError {
  const said = detail === undefined ? '' : ` It says: ${detail}`;
  const why = detail === undefined ? {} : { why: detail };
  switch (status) {
    case 401:
      return new TrinityError(
        'trinity_unauthorized',
        status,
        `Trinity does not accept the sign-in.${said}`,
        'Check user and password, or the API key; a restart of the backend ends sign-ins.',
        { told: { code: 'trinity_unauthorized', ...why } },
      );
    case 403:
      return /factor|totp|otp|2fa|challenge/i.test(detail ?? '')
        ? new TrinityError(
            'trinity_second_factor',
            status,
            `Trinity asks for a second factor, which Gatehouse cannot give.${said}`,
            'Use an API key of that user instead of the password.',
            { told: { code: 'trinity_second_factor', ...why } },
          )
        : new TrinityError(
            'trinity_forbidden',
            status,
            `Trinity does not allow this to the signed-in user.${said}`,
            'Use an administrator, or a key of scope user or system; agent keys are refused.',
            { told: { code: 'trinity_forbidden', ...why } },
          );
    case 404:
      return new TrinityError(
        'trinity_not_found',
        status,
        `Trinity knows no such agent or subscription.${said}`,
        'Compare the names with those in Trinity.',
        { told: { code: 'trinity_not_found', ...why } },
      );
    case 409:
    case 423:
      return new TrinityError(
        'trinity_busy',
        status,
        `Trinity is switching this agent itself.${said}`,
        'It is tried again by itself.',
        { retryable: true, told: { code: 'trinity_busy', ...why } },
      );
    case 429:
      return new TrinityError('trinity_busy', status, `Trinity asks to wait.${said}`, 'Try again in a minute.', {
        retryable: true,
        told: { code: 'trinity_waits', ...why },
      });
    case 503:
      return new TrinityError(
        'trinity_unavailable',
        status,
        `Trinity cannot do this now.${said}`,
        'Check that it has an encryption key for subscriptions and that it is up.',
        { retryable: true, told: { code: 'trinity_unavailable', ...why } },
      );
    default:
      return status >= 500
        ? new TrinityError('trinity_failed', status, `Trinity failed (${status}).${said}`, 'Look into its log.', {
            retryable: true,
            told: { code: 'trinity_failed', count: status, ...why },
          })
        : new TrinityError(
            'trinity_refused',
            status,
            `Trinity refused the request (${status}).${said}`,
            'Correct what it names.',
            { told: { code: 'trinity_refused', count: status, ...why } },
          );
  }
}
