import type { SettingShape, SettingValue, SettingView } from '../../../electron/contract/index.ts';
import type { Formats } from '../../format/formats.ts';
import type { Messages } from '../../text/index.ts';

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const BINARY_UNITS = ['KiB', 'MiB', 'GiB'] as const;

/** A value as it stands in a field of one line; null is an empty field. */
export function draftOf(value: SettingValue): string {
  return value === null || Array.isArray(value) ? '' : String(value);
}

/** What a field of one line means for this setting. What is no number stays a text, so that the schema can say why not. */
export function valueOfDraft(
  draft: string,
  { shape, nullable }: Pick<SettingView, 'shape' | 'nullable'>,
): SettingValue {
  const text = draft.trim();
  if (text === '' && nullable) return null;
  if (shape.kind !== 'number') return shape.kind === 'text' ? draft : text;
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

/** The entries of a list as they would be stored: what is empty is none. */
export function entriesOf(drafts: readonly string[]): string[] {
  return drafts.map(draft => draft.trim()).filter(draft => draft !== '');
}

/** Whether two values are stored alike. */
export function isSameValue(a: SettingValue, b: SettingValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A value in words: `on`, `11435`, `300 s (5 min)`, `none`. */
export function valueText(
  { path, shape }: Pick<SettingView, 'path' | 'shape'>,
  value: SettingValue,
  text: Messages['views']['settings'],
  formats: Formats,
): string {
  if (value === null || value === '') return text.empty;
  if (typeof value === 'boolean') return value ? text.on : text.off;
  if (typeof value === 'number') return numberText(value, shape, text, formats);
  if (typeof value === 'string') return text.options[path]?.[value] ?? value;
  if (value.length === 0) return text.empty;
  return value.map(entryText).join(', ');
}

function entryText(entry: string | Readonly<Record<string, unknown>>): string {
  if (typeof entry === 'string') return entry;
  const { name } = entry;
  return typeof name === 'string' ? name : '';
}

function numberText(value: number, shape: SettingShape, text: Messages['views']['settings'], formats: Formats): string {
  if (shape.kind !== 'number' || shape.unit === null) return String(value);
  const unit = text.units[shape.unit] ?? shape.unit;
  const amount = readableAmount(value, shape.unit, formats);
  return amount === undefined ? `${value} ${unit}` : `${value} ${unit} (${amount})`;
}

/** A number in a unit that a person thinks in, where that is another one: `5 min`, `32 MiB`. */
export function readableAmount(value: number, unit: string, formats: Formats): string | undefined {
  if (unit === 'bytes') return byteText(value, formats);
  const seconds = unit === 'milliseconds' ? value / SECOND_MS : unit === 'seconds' ? value : undefined;
  if (seconds === undefined || (unit === 'seconds' && seconds < MINUTE_S) || seconds < 1) return undefined;
  const [size, name] = seconds >= HOUR_S ? [HOUR_S, 'h'] : seconds >= MINUTE_S ? [MINUTE_S, 'min'] : [1, 's'];
  return `${rounded(seconds / size, formats)} ${name}`;
}

function byteText(bytes: number, formats: Formats): string | undefined {
  let size = bytes;
  let name: string | undefined;
  for (const unit of BINARY_UNITS) {
    if (size < 1_024) break;
    size /= 1_024;
    name = unit;
  }
  return name === undefined ? undefined : `${rounded(size, formats)} ${name}`;
}

function rounded(value: number, formats: Formats): string {
  return formats.number(value, Number.isInteger(Math.round(value * 10) / 10) ? 0 : 1);
}
