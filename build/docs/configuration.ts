import { z } from 'zod';
import {
  type LeafSetting,
  leafSettings,
  OTHER_VARIABLES,
  PEER_VARIABLES,
  variableName,
} from '../../electron/core/config/index.ts';

/** The part of JSON Schema that settings use. */
interface Shape {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  /** Beside 0, which switches it off. */
  readonly offOr?: { readonly min: number; readonly max: number };
}

/** `docs/configuration.md`. */
export function configurationDocument(): string {
  const settings = [...leafSettings().values()];
  const groups = [...new Set(settings.map(groupOf))];
  return [
    '# Settings',
    '',
    'Generated from the schema of the settings by `npm run docs`.',
    '',
    'A setting is given as a flag of `gatehouse run` where there is one, as a variable of the environment, or in `config.json`',
    'of the home folder (`gatehouse status` names it); the first of them wins, then the default. In the file the dots are',
    'objects: `proxy.port` is `{ "proxy": { "port": 8080 } }`. A value that does not fit is refused with its key, what was',
    'expected and where it came from; the file is never overwritten for it. In a variable a list is separated by commas or',
    'spaces, and `null` stands for none.',
    '',
    'Secrets are no settings: `gatehouse secret set NAME` stores them.',
    '',
    ...groups.flatMap(name => [`## ${name}`, '', ...table(settings.filter(leaf => groupOf(leaf) === name)), '']),
    '## Other variables',
    '',
    '| variable | what it does |',
    '|---|---|',
    ...Object.entries(OTHER_VARIABLES).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    '',
    'The names of og-veil are understood as well, ours win:',
    '',
    '| variable | setting |',
    '|---|---|',
    ...Object.entries(PEER_VARIABLES).map(([name, { key }]) => `| \`${name}\` | \`${key}\` |`),
    '',
  ].join('\n');
}

/** One row a setting, without the variables and what it takes. Throws for a key that is no setting. */
export function settingsTable(keys: readonly string[]): string[] {
  const settings = leafSettings();
  const rows = keys.map(key => {
    const leaf = settings.get(key);
    if (leaf === undefined) throw new Error(`${key} is no setting.`);
    return `| \`${key}\` | ${shown(leaf.schema.parse(undefined))} | ${cell(leaf.description)} |`;
  });
  return ['| setting | default | what it does |', '|---|---|---|', ...rows];
}

function groupOf({ key }: LeafSetting): string {
  return key.split('.')[0] ?? key;
}

function table(settings: readonly LeafSetting[]): string[] {
  return [
    '| setting | default | takes | what it does |',
    '|---|---|---|---|',
    ...settings.map(leaf => {
      const shape = z.toJSONSchema(leaf.schema, { io: 'input', unrepresentable: 'any' }) as Shape;
      const name = `\`${leaf.key}\`<br>\`${variableName(leaf.key)}\``;
      return `| ${name} | ${shown(leaf.schema.parse(undefined))} | ${takes(shape, leaf)} | ${cell(leaf.description)} |`;
    }),
  ];
}

function shown(value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return `\`${cell(typeof value === 'string' ? value : JSON.stringify(value))}\``;
}

function takes(shape: Shape, leaf: LeafSetting): string {
  const core = shape.anyOf?.find(({ type }) => type !== 'null') ?? shape;
  if (leaf.kind === 'flag') return 'on, off';
  if (leaf.kind === 'json') return 'a list, as JSON';
  if (leaf.kind === 'list') return 'a list';
  if (core.enum !== undefined) return core.enum.map(word => `\`${String(word)}\``).join(', ');
  if (core.type !== 'integer') return 'text';
  if (core.offOr !== undefined) return `0, or ${core.offOr.min} to ${core.offOr.max}`;
  const isBounded = core.minimum !== undefined && core.minimum > Number.MIN_SAFE_INTEGER;
  if (!isBounded || core.maximum === undefined) return 'a whole number';
  return core.maximum === Number.MAX_SAFE_INTEGER ? `from ${core.minimum}` : `${core.minimum} to ${core.maximum}`;
}

/** A vertical bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}
