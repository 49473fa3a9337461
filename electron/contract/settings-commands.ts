import { z } from 'zod';
import { SettingPath, SettingSection, SettingValue } from './settings-view.ts';

/** Commands of the settings, and those of the views of TEEs and diagnostics. */
export const SETTINGS_COMMANDS = [
  /** Writes one setting to the settings file; null: back to the default. The result has `undo`. */
  z.object({ name: z.literal('setSetting'), path: SettingPath, value: SettingValue }),
  /** All settings of a section that the file has go back to their defaults. The result has `undo`. */
  z.object({ name: z.literal('resetSettings'), section: SettingSection }),
  /** Lets a quarantined TEE be used again, on probation. */
  z.object({ name: z.literal('releaseQuarantine'), teeId: z.string().regex(/^0x[0-9a-f]{64}$/i) }),
  /** Writes the bundle into the folder of diagnostics, or to an absolute path that the person chose; answers with `file`. */
  z.object({ name: z.literal('saveDiagnostics'), path: z.string().min(1).max(4_096).optional() }),
  /** Shows the settings file or the log in its folder where the host has a desktop; answers with `file` in any case. */
  z.object({ name: z.literal('showFile'), which: z.enum(['settings', 'log']) }),
] as const;

export type SettingsCommand = z.infer<(typeof SETTINGS_COMMANDS)[number]>;
