export type { SetupPorts, SetupSnapshot, TokenVerdict } from './ports.ts';
export { Setup } from './setup.ts';
export { SETUP_FILE_NAME, SetupStateFile } from './state-file.ts';
