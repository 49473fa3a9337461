export { AccountStatus, AccountSummary, PendingLogin, UsedAccount } from './account.ts';
export { type Bridge, BridgeError, CommandReply, type PreloadApi, SnapshotReply } from './bridge.ts';
export { CHANNELS } from './channels.ts';
export { Command, type CommandName, CommandResult, OutwardError } from './commands.ts';
export type {
  AccountEvent,
  DomainEvent,
  EmitEvent,
  GatewayConnectionName,
  GatewaySwitchCause,
  LoginVia,
  ProviderFailureKind,
} from './events.ts';
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
export { Health } from './health.ts';
export { Remedy } from './remedy.ts';
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
export {
  ActivityEntry,
  CurrentTee,
  DrainingTee,
  GatewayState,
  GatewayStatus,
  GatewaySummary,
  ListedTee,
  ProxyStatus,
  QuarantinedTee,
  RegistryStatus,
  RegistryWatching,
  RpcEndpointStatus,
  StandbyTee,
  StatusSnapshot,
  TeeCause,
  TeeStatus,
  UsedGateway,
} from './status.ts';
export {
  AgentFailureReply,
  AgentFailureReport,
  AgentOutcomeRow,
  SECRET_COMMANDS,
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
export { VIEWS, type View } from './views.ts';
