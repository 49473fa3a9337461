export { AccountStatus, AccountSummary, PendingLogin, UsedAccount } from './account.ts';
export { ACCOUNT_CODES, type AccountCode } from './account-codes.ts';
export {
  ActivityDetail,
  ActivityFacts,
  ActivityFilter,
  ActivityPage,
  ActivityStep,
  ExportedText,
  ExportFormat,
} from './activity-view.ts';
export { AGENT_CODES, type AgentCode } from './agent-codes.ts';
export { type Bridge, BridgeError, CommandReply, type PreloadApi, SnapshotReply } from './bridge.ts';
export { CHANNELS } from './channels.ts';
export { CHECK_CODES, type CheckCode, SECRETS_CODES, type SecretsCode } from './check-codes.ts';
export { isClientsMistake } from './clients-mistake.ts';
export { Command, type CommandName, CommandResult, OutwardError } from './commands.ts';
export { DiagnosticBundle, DiagnosticCheck, DiagnosticReport } from './diagnostics.ts';
export { ERROR_CODES, type ErrorCode } from './error-codes.ts';
export type {
  AccountEvent,
  DomainEvent,
  EmitEvent,
  GatewayConnectionName,
  GatewaySwitchCause,
  LoginVia,
  ProviderFailureKind,
} from './events.ts';
export { FILE_CODES, type FileCode } from './file-codes.ts';
export type { FileCommand } from './file-commands.ts';
export { GATEWAY_CODES, type GatewayCode } from './gateway-codes.ts';
export {
  GatewayAddressCheck,
  GatewayChange,
  type GatewayCommand,
  GatewayProfileView,
} from './gateway-commands.ts';
export {
  GatewayChannel,
  GatewayConcern,
  GatewayHealthModel,
  GatewayModel,
  GatewayPartState,
  GatewayPresence,
  GatewayProviderAuth,
  GatewayProviderUsage,
  GatewaySession,
  GatewaySessions,
  GatewaySystem,
} from './gateway-health.ts';
export { DISCOVERED_ID, gatewayId, SANDBOX_ID } from './gateway-id.ts';
export { GatewayState, GatewayStatus, GatewaySummary, UsedGateway } from './gateway-status.ts';
export {
  GATEWAY_CONCERNS,
  GATEWAY_FAILURE_KINDS,
  type GatewayConcernCode,
  type GatewayFailureKind,
  type GatewayReason,
  GatewayTold,
} from './gateway-told.ts';
export { Health } from './health.ts';
export { GatewayHistory, SubscriptionHistory, TeeHistory } from './history.ts';
export { Licence, Licences } from './licences.ts';
export { OfflineGate, OfflineStatus } from './offline.ts';
export { OUTCOME_CODES, type OutcomeCode } from './outcome-codes.ts';
export { PauseStatus, PauseUntil } from './pause.ts';
export {
  MAX_PAGE,
  QUERY_RESULTS,
  Query,
  type QueryName,
  QueryReply,
  type QueryResult,
  readQueryResult,
} from './queries.ts';
export { ReceiptDetail, ReceiptRow, ReceiptsPage } from './receipts-view.ts';
export { REGISTRY_CODES, type RegistryCode } from './registry-codes.ts';
export { REMEDY_CODES, Remedy, type RemedyCode, remedyOf } from './remedy.ts';
export { RESULT_CODES, type ResultCode } from './result-codes.ts';
export { SafeModeStatus } from './safe-mode.ts';
export { carriesSecret } from './secret-commands.ts';
export { SETTING_PROBLEM_CODES, SETTINGS_CODES, type SettingProblemCode, type SettingsCode } from './setting-codes.ts';
export type { SettingsCommand } from './settings-commands.ts';
export {
  SettingCheck,
  SettingPath,
  SettingSection,
  SettingShape,
  SettingsDescription,
  SettingUndo,
  SettingValue,
  SettingView,
} from './settings-view.ts';
export {
  isSetupCommand,
  SetupCheck,
  SetupChoices,
  type SetupCommand,
  SetupFound,
  SetupGatewayChoice,
  SetupNetworkChoice,
  SetupStatus,
  SetupStep,
  SetupStepName,
} from './setup.ts';
export { SETUP_CODES, type SetupCode, TOKEN_CODES, type TokenCode } from './setup-codes.ts';
export { STATE_CODES, type StateCode } from './state-codes.ts';
export {
  ActivityEntry,
  CurrentTee,
  DrainingTee,
  ListedTee,
  ProxyStatus,
  QuarantinedTee,
  RegistryStatus,
  RegistryWatching,
  RpcEndpointStatus,
  StandbyTee,
  StatusSnapshot,
  TeeStatus,
} from './status.ts';
export { StorageCause, StorageTrouble } from './storage.ts';
export { SUBSCRIPTION_CODES, type SubscriptionCode } from './subscription-codes.ts';
export {
  AgentFailureReply,
  AgentFailureReport,
  AgentOutcomeRow,
  type SubscriptionCommand,
} from './subscription-commands.ts';
export type { AgentOutcome, AssignmentCause, DestinationHeadroom, SubscriptionEvent } from './subscription-events.ts';
export {
  AgentSummary,
  HeadroomPoint,
  HeadroomWindow,
  LastSwitch,
  SubscriptionState,
  SubscriptionSummary,
  SubscriptionsState,
  SubscriptionsStatus,
  TrinityBackend,
  TrinityBackendAgent,
  TrinityBackendSubscription,
} from './subscriptions.ts';
export { TeeCause } from './tee-cause.ts';
export { TEE_CODES, type TeeCode } from './tee-codes.ts';
export { COMMON_CODES, type CommonCode, TOLD_CODES, Told, type ToldCode } from './told.ts';
export { ToldEvent } from './told-event.ts';
export { busyWith, isIdle } from './update-busy.ts';
export {
  PackageKind,
  UpdateBusy,
  UpdateChannel,
  type UpdateCommand,
  type UpdateEvent,
  UpdateMode,
  UpdateState,
  UpdatesStatus,
} from './updates.ts';
export { VIEWS, type View } from './views.ts';
