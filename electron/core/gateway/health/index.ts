export { GatewayHealth } from './gateway-health.ts';
export type { SnapshotPart } from './snapshot-part.ts';
