export type { SubscriptionGateOptions } from './gate.ts';
export { SubscriptionGate } from './gate.ts';
export { agentKey } from './pass-through.ts';
export { Subscriptions } from './subscriptions.ts';
export type { SandboxSubscriptions } from './try-out.ts';
