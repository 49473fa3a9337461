import { GatehouseError } from '../platform/index.ts';

/** A call of the Trinity backend that did not do what was asked. `status` is 0 when there was no answer. */
export class TrinityError extends GatehouseError {
  readonly status: number;

  constructor(code: string, status: number, message: string, remedy: string, retryable = false) {
    super(code, message, { remedy, retryable, details: { status } });
    this.status = status;
  }
}

/** The error for an answer with this status; `detail` is what the backend said, already free of secrets. */
export function trinityRefusal(status: number, detail: string | undefined): TrinityError {
  const said = detail === undefined ? '' : ` It says: ${detail}`;
  switch (status) {
    case 401:
      return new TrinityError(
        'trinity_unauthorized',
        status,
        `Trinity does not accept the sign-in.${said}`,
        'Check user and password, or the API key; a restart of the backend ends sign-ins.',
      );
    case 403:
      return /factor|totp|otp|2fa|challenge/i.test(detail ?? '')
        ? new TrinityError(
            'trinity_second_factor',
            status,
            `Trinity asks for a second factor, which Gatehouse cannot give.${said}`,
            'Use an API key of that user instead of the password.',
          )
        : new TrinityError(
            'trinity_forbidden',
            status,
            `Trinity does not allow this to the signed-in user.${said}`,
            'Use an administrator, or a key of scope user or system; agent keys are refused.',
          );
    case 404:
      return new TrinityError(
        'trinity_not_found',
        status,
        `Trinity knows no such agent or subscription.${said}`,
        'Compare the names with those in Trinity.',
      );
    case 409:
    case 423:
      return new TrinityError(
        'trinity_busy',
        status,
        `Trinity is switching this agent itself.${said}`,
        'It is tried again by itself.',
        true,
      );
    case 429:
      return new TrinityError('trinity_busy', status, `Trinity asks to wait.${said}`, 'Try again in a minute.', true);
    case 503:
      return new TrinityError(
        'trinity_unavailable',
        status,
        `Trinity cannot do this now.${said}`,
        'Check that it has an encryption key for subscriptions and that it is up.',
        true,
      );
    default:
      return status >= 500
        ? new TrinityError('trinity_failed', status, `Trinity failed (${status}).${said}`, 'Look into its log.', true)
        : new TrinityError(
            'trinity_refused',
            status,
            `Trinity refused the request (${status}).${said}`,
            'Correct what it names.',
          );
  }
}
