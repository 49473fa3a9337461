import { GatehouseError, type GatehouseErrorOptions } from '../platform/index.ts';

/** Why a login, a refresh or a use of the account failed. */
export type AccountErrorCode =
  | 'login_bundle_invalid'
  | 'login_bundle_expired'
  | 'login_timeout'
  | 'login_cancelled'
  | 'login_listen_failed'
  | 'login_app_invalid'
  | 'account_refresh_failed'
  | 'account_signed_out'
  | 'account_unknown'
  | 'account_too_many'
  | 'account_record_damaged'
  | 'veil_session_missing'
  | 'veil_session_unreadable';

/** A failure of the account. Never carries a token, nor any of the text that held one. */
export class AccountError extends GatehouseError {
  declare readonly code: AccountErrorCode;

  constructor(code: AccountErrorCode, message: string, options: GatehouseErrorOptions = {}) {
    super(code, message, options);
  }
}

/** The remedy of everything that only a new login can mend. */
export const LOGIN_REMEDY = 'Sign in again: gatehouse login.';

export function tooManyAccounts(): AccountError {
  return new AccountError('account_too_many', 'There are too many accounts on this computer.', {
    remedy: 'Sign out of one: gatehouse logout ACCOUNT.',
  });
}

export function noActiveAccount(): AccountError {
  return new AccountError('account_unknown', 'No account is in use.', {
    remedy: 'Name one; see: gatehouse account list.',
  });
}

export function unknownAccount(): AccountError {
  return new AccountError('account_unknown', 'There is no such account on this computer.', {
    remedy: 'See the accounts with: gatehouse account list.',
  });
}
