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
