import { z } from 'zod';
import { Told } from './told.ts';

/** A value of a setting as it travels: what the settings file can hold, and nothing deeper. */
export const SettingValue = z.union([
  z.null(),
  z.boolean(),
  z.number(),
  z.string().max(4_096),
  z.array(z.string().max(2_048)).max(64),
  z.array(z.record(z.string().max(100), z.unknown())).max(32),
]);
export type SettingValue = z.infer<typeof SettingValue>;

/** Dotted path of a setting, e.g. `proxy.port`. */
export const SettingPath = z
  .string()
  .max(200)
  .regex(/^[a-zA-Z]+(?:\.[a-zA-Z]+)*$/);

/** First step of the paths of a group of settings, e.g. `proxy`. */
export const SettingSection = z
  .string()
  .max(100)
  .regex(/^[a-zA-Z]+$/);

/** What a setting may be, for the control that shows it. The schema of the host has the last word: ask `settings.check`. */
export const SettingShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('flag') }),
  /** `unit`: what one is, in a word; null: a plain number. `offAtZero`: 0 is allowed besides `min` to `max`, and turns it off. */
  z.object({
    kind: z.literal('number'),
    min: z.number(),
    max: z.number(),
    unit: z.string().nullable(),
    offAtZero: z.boolean(),
  }),
  z.object({ kind: z.literal('choice'), options: z.array(z.string()) }),
  z.object({ kind: z.literal('text') }),
  /** Two times of day such as 22:00-07:00. */
  z.object({ kind: z.literal('hours') }),
  /** 0x and so many hex digits. */
  z.object({ kind: z.literal('address') }),
  z.object({ kind: z.literal('hash') }),
  /** SHA-256 of a certificate, with or without colons. */
  z.object({ kind: z.literal('fingerprint') }),
  /** `schemes` without colon, e.g. `https`. */
  z.object({ kind: z.literal('url'), schemes: z.array(z.string()) }),
  /** Texts, one per entry; `options`: only these, null: whatever the check takes. */
  z.object({ kind: z.literal('list'), of: z.enum(['text', 'url', 'choice']), options: z.array(z.string()).nullable() }),
  /** Entries with fields of their own. Changed by commands of their own, never here. */
  z.object({ kind: z.literal('records') }),
]);
export type SettingShape = z.infer<typeof SettingShape>;

/** One setting. */
export const SettingView = z.object({
  path: z.string(),
  shape: SettingShape,
  /** Null is allowed and means what the description says. */
  nullable: z.boolean(),
  description: z.string(),
  default: SettingValue,
  /** What is set, and counts at once or from the next start; see `waitsForRestart`. */
  value: SettingValue,
  source: z.enum(['default', 'file', 'environment', 'flag']),
  /** The environment variable or flag that wins over the settings file; null: the file may be changed. */
  lockedBy: z.string().nullable(),
  /** A change counts from the next start of Gatehouse. */
  needsRestart: z.boolean(),
  /** It was changed since the start, and the start counts. */
  waitsForRestart: z.boolean(),
  /** The view whose commands change it; null: `setSetting` does. */
  managedIn: z.enum(['gateways']).nullable(),
});
export type SettingView = z.infer<typeof SettingView>;

/** All settings, in the order of the gates. */
export const SettingsDescription = z.object({
  /** Absolute path of the settings file. */
  file: z.string(),
  sections: z.array(z.object({ id: z.string(), settings: z.array(SettingView) })),
  /** What in file and environment is ignored. At most 50. */
  warnings: z.array(z.object({ sentence: z.string(), told: Told.optional() })),
  /** Values of the file that cannot be used, so that those before stay in force; at most 50. */
  problems: z.array(z.object({ path: z.string(), problem: z.string(), told: Told.optional() })),
});
export type SettingsDescription = z.infer<typeof SettingsDescription>;

/** Whether a value may be set; `problem` is the schema's own sentence. */
export const SettingCheck = z.discriminatedUnion('ok', [
  /** `value`: as it would be stored in force, e.g. trimmed and in lower case. */
  z.object({ ok: z.literal(true), value: SettingValue }),
  z.object({ ok: z.literal(false), problem: z.string(), told: Told.optional() }),
]);
export type SettingCheck = z.infer<typeof SettingCheck>;

/** What to send as `setSetting` to undo a change; null: it stood at its default. */
export const SettingUndo = z.object({ path: z.string(), value: SettingValue });
export type SettingUndo = z.infer<typeof SettingUndo>;
