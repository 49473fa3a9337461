export { clean } from './foreign.ts';
export { GatewayHealth } from './gateway-health.ts';
export { readModels } from './readers.ts';
export type { SnapshotPart } from './snapshot-part.ts';
