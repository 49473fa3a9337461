export { type Asset, readAsset } from './assets.ts';
export { startDashboard } from './dashboard.ts';
export type { SnapshotSource } from './event-stream.ts';
export { securityHeaders } from './headers.ts';
export type { Dashboard, DashboardOptions } from './options.ts';
