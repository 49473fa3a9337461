export {
  AccountManager,
  type AccountManagerOptions,
  CHAT_APP_URL,
  type LoginOptions,
  type LogoutResult,
} from './account-manager.ts';
export { AuthClient, type AuthClientOptions, type RefreshOutcome } from './auth-client.ts';
export { type AccountNetwork, type LoginBundle, parseBundle } from './bundle.ts';
export { AccountError, type AccountErrorCode } from './errors.ts';
export type { AccountEvent, LoginVia } from './events.ts';
export type { LoginAttempt } from './login-attempt.ts';
export { AccountStatus, AccountSummary } from './status.ts';
export { readVeilSession, type VeilPlaces, type VeilSession } from './veil-session.ts';
