import type { DomainEvent } from '../../contract/index.ts';

/** What the client tells the rest of the application. */
export type GatewayEvent = Extract<DomainEvent, { type: `gateway${string}` | 'agentProviderFailed' | 'statusChanged' }>;

/** Takes events. Never throws, never blocks. */
export type EmitGatewayEvent = (event: GatewayEvent) => void;
