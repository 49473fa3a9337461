export { type Bridge, BridgeError, CommandReply, type PreloadApi, SnapshotReply } from './bridge.ts';
export { CHANNELS } from './channels.ts';
export { Command, type CommandName, CommandResult, OutwardError } from './commands.ts';
export type { DomainEvent, EmitEvent } from './events.ts';
export {
  ActivityEntry,
  CurrentTee,
  Health,
  ListedTee,
  ProxyStatus,
  RegistryStatus,
  Remedy,
  StatusSnapshot,
  TeeCause,
  TeeStatus,
} from './status.ts';
