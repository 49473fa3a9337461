export type { Gatehouse, GatehouseNetwork, GatehouseOptions } from './gatehouse.ts';
export { ACTIVITY_FILE, createGatehouse, RECEIPTS_FILE_NAME } from './gatehouse.ts';
export type { GatewayAccess } from './gateway-access.ts';
export { offlineBundle, saveBundle } from './queries/index.ts';
export { runSecretCommand, type SecretCommand } from './secret-commands.ts';
export type { SandboxSubscriptions } from './subscriptions/index.ts';
export { SubscriptionGate } from './subscriptions/index.ts';
