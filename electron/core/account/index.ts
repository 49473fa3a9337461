export {
  AccountManager,
  type AccountManagerOptions,
  type LoginOptions,
} from './account-manager.ts';
export { type ActiveNetworkOptions, readActiveNetwork } from './active-network.ts';
export { CHAT_APP_URL, checkedAppUrl } from './app-url.ts';
export { AuthClient, type AuthClientOptions, type RefreshOutcome } from './auth-client.ts';
export { type AccountNetwork, type LoginBundle, parseBundle } from './bundle.ts';
export { AccountError, type AccountErrorCode } from './errors.ts';
export type { LoginAttempt } from './login-attempt.ts';
export { type LogoutResult, signedOutSentence } from './logout-result.ts';
export { readVeilSession, type VeilPlaces, type VeilSession } from './veil-session.ts';
