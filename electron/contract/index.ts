export { type Bridge, BridgeError, CommandReply, type PreloadApi, SnapshotReply } from './bridge.ts';
export { CHANNELS } from './channels.ts';
export { Command, type CommandName, CommandResult, OutwardError } from './commands.ts';
export type {
  DomainEvent,
  EmitEvent,
  GatewayConnectionName,
  GatewaySwitchCause,
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
  Remedy,
  RpcEndpointStatus,
  StandbyTee,
  StatusSnapshot,
  TeeCause,
  TeeStatus,
  UsedGateway,
} from './status.ts';
export { VIEWS, type View } from './views.ts';
