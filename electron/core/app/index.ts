export { ACTIVITY_FILE, createGatehouse, RECEIPTS_FILE_NAME } from './gatehouse.ts';
export type { Gatehouse, GatehouseOptions } from './gatehouse-options.ts';
export type { GatewayAccess } from './gateway-access.ts';
export type { GatehouseNetwork, ReopenedNetwork } from './parts-options.ts';
export { type LicencePlaces, offlineBundle, readLicences, saveBundle } from './queries/index.ts';
export type { CrashAccess } from './safe-mode.ts';
export {
  type MoveSecrets,
  movedResult,
  runSecretCommand,
  type SecretCommand,
  type StoredSecretCommand,
} from './secret-commands.ts';
export type { SetupAccess } from './setup.ts';
export type { SandboxSubscriptions } from './subscriptions/index.ts';
export { agentKey, SubscriptionGate } from './subscriptions/index.ts';
