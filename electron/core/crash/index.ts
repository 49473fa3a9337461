export { CRASH_FILE, CrashFile } from './crash-file.ts';
export type { CrashFindings, CrashGuardOptions, UnexpectedEnd } from './crash-guard.ts';
export { CrashGuard } from './crash-guard.ts';
export { wantsSoftwareRendering } from './loop.ts';
export { MARKER_FILE } from './marker.ts';
export { describeRecord } from './record.ts';
export { lostSettingsSafeMode, SAFE_MODE_VARIABLE, safeModeAskedBy, safeModeRefusal } from './safe-mode.ts';
