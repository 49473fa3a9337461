import type {
  Command,
  CommandResult,
  Query,
  SettingsDescription,
  SettingValue,
} from '../../electron/contract/index.ts';
import { describeSettings } from '../../electron/core/config/describe.ts';
import { leafSettings, putAt, valueAt } from '../../electron/core/config/leaves.ts';
import { problemOf } from '../../electron/core/config/problem.ts';
import { SettingsSchema } from '../../electron/core/config/schema.ts';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import type { ScriptedDashboard } from './scripted-dashboard.ts';

type Given = Parameters<typeof describeSettings>[0]['given'];
type Candidate = Given extends ReadonlyMap<string, infer One> ? One : never;

/** The settings of a host as a page meets them: the real schema over values that the test sets. Nothing is written. */
export class SettingsHost {
  readonly file = '/home/someone/.config/gatehouse/config.json';
  readonly warnings: { sentence: string }[] = [];
  readonly given = new Map<string, Candidate>();
  readonly #inForce: Record<string, unknown>;
  readonly #leaves = leafSettings();

  constructor(inFile: Readonly<Record<string, SettingValue>> = {}) {
    this.#inForce = SettingsSchema.parse({});
    for (const [path, value] of Object.entries(inFile)) {
      this.#put(path, value);
      putAt(this.#inForce, path, value);
    }
  }

  /** A value that wins over the file. */
  lock(path: string, value: SettingValue, name: string, source: 'environment' | 'flag' = 'environment'): void {
    this.given.set(path, { value, source, name });
    putAt(this.#inForce, path, value);
  }

  /** Lets the dashboard answer as this host would. */
  serve(dashboard: ScriptedDashboard): void {
    const { answer, answerQuery } = dashboard;
    dashboard.answerQuery = async query => this.#answer(query) ?? answerQuery(query);
    dashboard.answer = async command => this.#run(command) ?? answer(command);
  }

  describe(): SettingsDescription {
    const described = describeSettings({ given: this.given, inForce: this.#inForce });
    return { file: this.file, warnings: this.warnings, ...described };
  }

  #answer(query: Query): unknown {
    if (query.name === 'settings.describe') return this.describe();
    if (query.name !== 'settings.check') return undefined;
    const parsed = this.#leaves.get(query.path)?.schema.safeParse(query.value ?? undefined);
    if (parsed === undefined) throw new GatehouseError('setting_unknown', 'There is no such setting.');
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, ...problemOf(parsed.error) };
  }

  #run(command: Command): CommandResult | undefined {
    if (command.name === 'setSetting') {
      const before = this.given.get(command.path);
      this.#put(command.path, command.value);
      const undo = [{ path: command.path, value: (before?.value ?? null) as SettingValue }];
      return { changed: true, sentence: `${command.path} was changed.`, undo };
    }
    if (command.name !== 'resetSettings') return undefined;
    const own = [...this.given].filter(
      ([path, { source }]) => path.split('.')[0] === command.section && source === 'file',
    );
    for (const [path] of own) this.#put(path, null);
    const undo = own.map(([path, { value }]) => ({ path, value: value as SettingValue }));
    return { changed: true, sentence: `${own.length} settings were changed.`, undo };
  }

  #put(path: string, value: SettingValue): void {
    if (value === null) this.given.delete(path);
    else this.given.set(path, { value, source: 'file', name: this.file });
    const leaf = this.#leaves.get(path);
    // What counts at once is in force at once.
    if (leaf?.meta.live !== true) return;
    putAt(this.#inForce, path, value ?? valueAt(SettingsSchema.parse({}), path));
  }
}
