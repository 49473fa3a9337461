import type { SettingCheck, SettingsDescription, SettingUndo, SettingValue } from '../../contract/index.ts';
import { SettingValue as Value } from '../../contract/index.ts';
import { errorMessage, GatehouseError } from '../platform/index.ts';
import { describeSettings, sectionOf } from './describe.ts';
import { type LeafSetting, leafSettings, putAt, removeAt, valueAt } from './leaves.ts';
import type { LoadedSettings } from './load.ts';
import { NOT_JSON, type Problem, problemOf, problemText, unreadable } from './problem.ts';
import { type Candidate, candidates, resolveSettings } from './resolve.ts';
import type { Settings } from './schema.ts';

/** What a change did. */
export interface SettingsChange {
  /** The settings that have another value in the file now. */
  readonly paths: readonly string[];
  /** Those of them that count from the next start. */
  readonly waiting: readonly string[];
  /** How to undo it. */
  readonly undo: readonly SettingUndo[];
}

/** Sections whose parts are made anew from the settings file when another network is chosen. */
const OF_THE_NETWORK: ReadonlySet<string> = new Set([
  'network',
  'sandbox',
  'gateway',
  'tee',
  'relay',
  'proxy',
  'subscriptions',
]);

/**
 * The settings of a running host: describes them, checks values, writes them to the settings file, and brings up to date
 * what takes changes while it runs. Those values change in place in the `settings` that the parts were given, so that a
 * part that reads its setting at each use follows by itself; the others keep what they were started with.
 */
export class SettingsDesk {
  readonly #loaded: LoadedSettings;
  readonly #leaves = leafSettings();
  readonly #listeners = new Set<(path: string, settings: Settings) => void>();
  /** What the parts on the network in use were made from, when that is not what the host was started with. */
  #followed: Settings | undefined;

  constructor(loaded: LoadedSettings) {
    this.#loaded = loaded;
  }

  /** Calls `listener` after each change in force, until the returned function is called. */
  onChange(listener: (path: string, settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The parts on the network were made anew from `settings`: those are in force now, and hear of each change. */
  follow(settings: Settings): void {
    for (const key of this.#leaves.keys()) {
      if (OF_THE_NETWORK.has(sectionOf(key))) putAt(this.#loaded.settings, key, valueAt(settings, key));
    }
    this.#followed = settings;
  }

  describe(): SettingsDescription {
    const { file, settings, warnings } = this.#loaded;
    const content = this.#read();
    const { sections, problems } = describeSettings({ given: this.#given(content.value), inForce: settings });
    const ofTheFile = content.problem === undefined ? [] : [{ path: '', ...content.problem }];
    return { file: file.path, sections, warnings: [...warnings.slice(0, 50)], problems: [...ofTheFile, ...problems] };
  }

  /** Whether `value` may be set, by the schema's own words. Throws `setting_unknown`. */
  check(path: string, value: SettingValue): SettingCheck {
    const leaf = this.#leaf(path);
    const parsed = leaf.schema.safeParse(value ?? undefined);
    if (!parsed.success) return { ok: false, ...problemOf(parsed.error) };
    return { ok: true, value: Value.parse(parsed.data) };
  }

  /**
   * Writes one value; null: back to the default. The whole of the settings is checked with it first, and keys that this
   * version does not know stay in the file. Throws `setting_unknown`, `setting_invalid`, `setting_not_in_file`,
   * `setting_managed`, `settings_unreadable` or `settings_unwritable`, and nothing is changed then.
   */
  set(path: string, value: SettingValue): SettingsChange {
    const leaf = this.#leaf(path);
    if (leaf.meta.managedIn !== undefined) throw managed(path);
    return this.#apply([{ leaf, value }]);
  }

  /**
   * Takes all values of a section out of the file. What environment and flags give stays, and so does what commands of
   * its own change. Throws `setting_unknown`, `settings_unreadable` or `settings_unwritable`.
   */
  reset(section: string): SettingsChange {
    const leaves = [...this.#leaves.values()].filter(({ key }) => sectionOf(key) === section);
    if (leaves.length === 0) throw unknown(section);
    const given = this.#given(this.#readable());
    const own = leaves.filter(({ key, meta }) => meta.managedIn === undefined && given.get(key)?.source === 'file');
    return this.#apply(own.map(leaf => ({ leaf, value: null })));
  }

  #apply(wanted: readonly { leaf: LeafSetting; value: SettingValue }[]): SettingsChange {
    const { file, settings } = this.#loaded;
    const content = this.#readable();
    const given = this.#given(content);
    const next = structuredClone(content) as Record<string, unknown>;
    for (const { leaf, value } of wanted) {
      mayWrite(leaf.key, given.get(leaf.key));
      if (value === null) removeAt(next, leaf.key);
      else putAt(next, leaf.key, value);
    }
    const resolved = this.#resolved(next, wanted);
    const changed = wanted.filter(({ leaf, value }) => !isSame(valueAt(content, leaf.key), value));
    if (changed.length > 0) write(file, next);
    const live = changed.filter(({ leaf }) => leaf.meta.live === true);
    for (const target of [settings, ...(this.#followed === undefined ? [] : [this.#followed])]) {
      for (const { leaf } of live) putAt(target, leaf.key, valueAt(resolved, leaf.key));
    }
    for (const { leaf } of changed) for (const listener of this.#listeners) listener(leaf.key, settings);
    return {
      paths: changed.map(({ leaf }) => leaf.key),
      waiting: changed.flatMap(({ leaf }) => (leaf.meta.live === true ? [] : [leaf.key])),
      undo: changed.map(({ leaf }) => ({
        path: leaf.key,
        value: Value.catch(null).parse(valueAt(content, leaf.key) ?? null),
      })),
    };
  }

  #resolved(next: unknown, wanted: readonly { leaf: LeafSetting; value: SettingValue }[]): Settings {
    const { file, above } = this.#loaded;
    for (const { leaf, value } of wanted) {
      const parsed = leaf.schema.safeParse(value ?? undefined);
      if (parsed.success) continue;
      throw new GatehouseError('setting_invalid', `${leaf.key}: ${problemText(parsed.error)}.`, {
        remedy: 'Nothing was changed. Give another value.',
      });
    }
    return resolveSettings({ ...above, file: next, filePath: file.path }).settings;
  }

  #given(content: unknown): ReadonlyMap<string, Candidate> {
    const { file, above } = this.#loaded;
    return candidates({ ...above, file: content, filePath: file.path });
  }

  /** The file as it is now: a person may have edited it, and broken it. */
  #read(): { value: Readonly<Record<string, unknown>>; problem?: Problem } {
    try {
      return { value: this.#loaded.file.read() };
    } catch (error) {
      // The parser's message quotes the text, which may hold anything.
      return { value: {}, problem: error instanceof SyntaxError ? NOT_JSON : unreadable(errorMessage(error)) };
    }
  }

  #readable(): Readonly<Record<string, unknown>> {
    const { value, problem } = this.#read();
    if (problem === undefined) return value;
    throw new GatehouseError('settings_unreadable', problem.problem, {
      remedy: `Correct ${this.#loaded.file.path}, or move it away. Nothing was changed.`,
    });
  }

  #leaf(path: string): LeafSetting {
    const leaf = this.#leaves.get(path);
    if (leaf === undefined) throw unknown(path);
    return leaf;
  }
}

function write(file: LoadedSettings['file'], content: Readonly<Record<string, unknown>>): void {
  try {
    file.replace(content);
  } catch (error) {
    throw new GatehouseError('settings_unwritable', `${file.path} could not be written: ${errorMessage(error)}`, {
      remedy: 'Make room on the disk or give this user access to the file, and try again.',
      cause: error,
    });
  }
}

function mayWrite(path: string, candidate: Candidate | undefined): void {
  if (candidate === undefined || candidate.source === 'file' || candidate.source === 'default') return;
  throw new GatehouseError('setting_not_in_file', `${path} comes from ${candidate.name}, which wins over the file.`, {
    remedy: `Change or unset ${candidate.name}, and start Gatehouse again.`,
  });
}

function isSame(stored: unknown, value: SettingValue): boolean {
  return JSON.stringify(stored ?? null) === JSON.stringify(value);
}

function unknown(path: string): GatehouseError {
  return new GatehouseError('setting_unknown', `There is no setting called ${path}.`, {
    remedy: 'The window and the running instance may be of different versions: start Gatehouse again.',
  });
}

function managed(path: string): GatehouseError {
  return new GatehouseError('setting_managed', `${path} is changed by adding, removing and choosing gateways.`, {
    remedy: 'Use the view of the gateways, or: gatehouse gateway --help',
  });
}
