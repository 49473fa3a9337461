export type { AgentOutcome, SubscriptionEvent } from '../../contract/index.ts';
