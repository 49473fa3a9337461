export { type ClientError, type ErrorEnvelope, HttpError, toClientError } from './client-error.ts';
export type { HealthReport, HealthSources } from './health.ts';
export {
  InferenceService,
  type InferenceServiceOptions,
  type ProgressiveStream,
  type VerifiedAnswer,
  type VerifiedStream,
} from './inference-service.ts';
export { createModels, type ModelEntry, type ModelsProvider } from './models.ts';
export type {
  LeaseOutcome,
  ReceiptSink,
  ServingLease,
  ServingSession,
  Suspicion,
  SuspicionKind,
  SuspicionVerdict,
  TeeProvider,
} from './ports.ts';
export type { ProviderAccess, ProviderHead, ProviderLease, ProviderRefusal } from './provider-access.ts';
export { ProviderAccessError } from './provider-error.ts';
export { ProxyServer, type ProxyServerOptions } from './proxy-server.ts';
export { type AuthProvider, RelayClient, type RelayClientOptions, type RelayReply } from './relay-client.ts';
export { RelayError, type RelayFailure } from './relay-error.ts';
export type { Verification } from './verification-mode.ts';
