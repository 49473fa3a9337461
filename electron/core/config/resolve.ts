import type { Told } from '../../contract/index.ts';
import { GatehouseError } from '../platform/index.ts';
import { readEnvironment, readText } from './environment.ts';
import { doubledNames } from './gateways.ts';
import { type LeafSetting, leafSettings, putAt, valueAt } from './leaves.ts';
import { problemText } from './problem.ts';
import { type Settings, SettingsSchema } from './schema.ts';
import { VERSION_KEY } from './settings-version.ts';

/** Where a value came from, strongest first. */
export type SettingSource = 'flag' | 'environment' | 'file' | 'default';

/** One wrong value. `where` is a flag, a variable, or the settings file. */
export interface SettingProblem {
  readonly key: string;
  readonly where: string;
  readonly problem: string;
}

/** One or more settings cannot be used. Code `config_invalid`; `problems` has all of them. */
export class ConfigError extends GatehouseError {
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly [SettingProblem, ...SettingProblem[]], remedy: string) {
    const [first, ...others] = problems;
    const more = others.length === 0 ? '' : ` (and ${others.length} more: ${others.map(({ key }) => key).join(', ')})`;
    super('config_invalid', `${first.key} from ${first.where}: ${first.problem}${more}`, {
      remedy,
      details: { problems },
    });
    this.problems = problems;
  }
}

/** Something in file or environment that is ignored. */
export interface SettingWarning {
  readonly sentence: string;
  readonly told: Told;
}

/** What {@link resolveSettings} decides from. */
export interface SettingsInput {
  /** Values of the command line by key, as typed, e.g. `{'proxy.port': {text: '1', source: '--port'}}`. */
  readonly flags?: ReadonlyMap<string, { readonly text: string; readonly source: string }>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The parsed content of the settings file. */
  readonly file: unknown;
  /** The file's path, for messages. */
  readonly filePath: string;
}

/** The settings in force and how they came about. */
export interface ResolvedSettings {
  readonly settings: Settings;
  /** For every key. */
  readonly sources: ReadonlyMap<string, { readonly source: SettingSource; readonly name: string }>;
  /** Sentences about what was ignored: unknown keys of the file (they are kept there) and unknown variables. */
  readonly warnings: readonly SettingWarning[];
}

/** The strongest value of one setting, unchecked. `name`: of the flag, the variable or the file. */
export interface Candidate {
  readonly source: SettingSource;
  readonly name: string;
  readonly value: unknown;
}

/**
 * Decides every setting: flag before environment before file before default. Throws {@link ConfigError} naming each
 * wrong value with its key, its place and what is wrong; a value that a stronger one hides is not looked at. Changes
 * nothing anywhere.
 */
export function resolveSettings({ flags = new Map(), env, file, filePath }: SettingsInput): ResolvedSettings {
  const leaves = leafSettings();
  const environment = readEnvironment(env, leaves);
  const given = candidates({ flags, env, file, filePath });
  const tree: Record<string, unknown> = {};
  const sources = new Map<string, { source: SettingSource; name: string }>();
  const problems: SettingProblem[] = [];

  for (const leaf of leaves.values()) {
    const { source, name, value } = given.get(leaf.key) ?? DEFAULT;
    const parsed = leaf.schema.safeParse(value);
    if (parsed.success) {
      putAt(tree, leaf.key, parsed.data);
      sources.set(leaf.key, { source, name });
    } else {
      problems.push({ key: leaf.key, where: name, problem: problemText(parsed.error) });
    }
  }
  problems.push(...misplacedValues(file, filePath));
  if (problems.length === 0) problems.push(...gatewayProblems(SettingsSchema.parse(tree).gateway, sources));

  const [first, ...others] = problems;
  if (first !== undefined) {
    throw new ConfigError([first, ...others], `Correct or remove the value. Nothing was changed in ${filePath}.`);
  }
  return {
    settings: SettingsSchema.parse(tree),
    sources,
    warnings: [...unknownKeys(file, filePath), ...unknownVariables(environment.unknown)],
  };
}

/** The strongest value of every setting by key, unchecked. Throws `pii_scrub_unsupported`. */
export function candidates({ flags = new Map(), env, file, filePath }: SettingsInput): ReadonlyMap<string, Candidate> {
  const leaves = leafSettings();
  const environment = readEnvironment(env, leaves);
  return new Map(
    [...leaves.values()].map(leaf => [leaf.key, strongest(leaf, flags, environment.values, file, filePath)]),
  );
}

const DEFAULT: Candidate = { source: 'default', name: 'the default', value: undefined };

function strongest(
  leaf: LeafSetting,
  flags: NonNullable<SettingsInput['flags']>,
  environment: ReadonlyMap<string, { readonly text: string; readonly source: string }>,
  file: unknown,
  filePath: string,
): Candidate {
  const fromFlag = flags.get(leaf.key);
  if (fromFlag !== undefined) return { source: 'flag', name: fromFlag.source, value: readText(leaf, fromFlag.text) };
  const fromEnvironment = environment.get(leaf.key);
  if (fromEnvironment !== undefined) {
    return { source: 'environment', name: fromEnvironment.source, value: readText(leaf, fromEnvironment.text) };
  }
  const fromFile = valueAt(file, leaf.key);
  if (fromFile !== undefined) return { source: 'file', name: filePath, value: fromFile };
  return DEFAULT;
}

/** `{"proxy": 5}`: a group of settings that is not an object would silently lose everything inside it. */
function misplacedValues(file: unknown, filePath: string): SettingProblem[] {
  return groupKeys()
    .filter(key => {
      const value = valueAt(file, key);
      return value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value));
    })
    .map(key => ({ key, where: filePath, problem: 'expected an object with settings in it' }));
}

/** Two gateways whose names differ in nothing but case or signs would share their secrets. */
function gatewayProblems(settings: Settings['gateway'], sources: ResolvedSettings['sources']): SettingProblem[] {
  const key = 'gateway.profiles';
  const where = sources.get(key)?.name ?? 'the default';
  return doubledNames(settings).map(name => ({ key, where, problem: `there is another gateway called ${name}` }));
}

function groupKeys(): string[] {
  const groups = [...leafSettings().keys()].flatMap(key => {
    const steps = key.split('.');
    return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('.'));
  });
  return [...new Set(groups)];
}

function unknownKeys(file: unknown, filePath: string): SettingWarning[] {
  const leaves = leafSettings();
  const groups = new Set(groupKeys());
  const walk = (node: unknown, prefix: string): SettingWarning[] => {
    if (typeof node !== 'object' || node === null) return [];
    return Object.entries(node).flatMap(([name, value]) => {
      const key = prefix === '' ? name : `${prefix}.${name}`;
      if (groups.has(key)) return walk(value, key);
      return leaves.has(key) || key === VERSION_KEY
        ? []
        : [
            {
              sentence: `${key} in ${filePath} is not a setting of this version. It is kept and has no effect.`,
              told: { code: 'settings_key_ignored', name: key, other: filePath },
            },
          ];
    });
  };
  return walk(file, '');
}

function unknownVariables(names: readonly string[]): SettingWarning[] {
  return names.map(name => ({
    sentence: `The environment variable ${name} is not a setting of this version and has no effect.`,
    told: { code: 'settings_variable_ignored', name },
  }));
}
