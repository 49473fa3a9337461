export { startDashboard } from './dashboard.ts';
export type { SnapshotSource } from './event-stream.ts';
export type { Dashboard, DashboardOptions } from './options.ts';
