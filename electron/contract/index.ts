export { type Bridge, BridgeError, CommandReply, type PreloadApi, SnapshotReply } from './bridge.ts';
export { CHANNELS } from './channels.ts';
export { Command, type CommandName, CommandResult, OutwardError } from './commands.ts';
export type { DomainEvent, EmitEvent, GatewayConnectionName, GatewaySwitchCause } from './events.ts';
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
export {
  ActivityEntry,
  CurrentTee,
  DrainingTee,
  GatewayState,
  GatewayStatus,
  GatewaySummary,
  Health,
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
} from './status.ts';
