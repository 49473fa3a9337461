export type { Gatehouse, GatehouseNetwork, GatehouseOptions } from './gatehouse.ts';
export { createGatehouse, RECEIPTS_FILE_NAME } from './gatehouse.ts';
export type { GatewayAccess } from './gateway-access.ts';
export { runSecretCommand, type SecretCommand } from './secret-commands.ts';
export type { SandboxSubscriptions } from './subscriptions/index.ts';
export { agentKey, SubscriptionGate } from './subscriptions/index.ts';
