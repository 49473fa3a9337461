export { Diagnostics, offlineBundle, saveBundle } from './diagnostics/index.ts';
export { Histories } from './histories.ts';
export type { QueryParts } from './queries.ts';
export { Queries } from './queries.ts';
export { runSettingsCommand } from './settings-commands.ts';
