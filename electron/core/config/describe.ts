import { isDeepStrictEqual } from 'node:util';
import { SettingValue, type SettingView } from '../../contract/index.ts';
import { type LeafSetting, leafSettings, valueAt } from './leaves.ts';
import { type Problem, problemOf } from './problem.ts';
import type { Candidate } from './resolve.ts';
import { SettingsSchema } from './schema.ts';
import { shapeOf } from './shape.ts';

/** Sections in the order of the gates; what is not named comes last. */
const SECTIONS = ['network', 'gateway', 'tee', 'relay', 'proxy', 'subscriptions', 'notifications', 'receipts'];

/** What {@link describeSettings} describes. */
export interface DescribedSettings {
  /** The strongest value of each key, unchecked. */
  readonly given: ReadonlyMap<string, Candidate>;
  /** The values that the parts were started with, brought up to date where they take changes. */
  readonly inForce: unknown;
}

/** All settings by section, and the values that cannot be used. */
export function describeSettings({ given, inForce }: DescribedSettings): {
  sections: { id: string; settings: SettingView[] }[];
  problems: ({ path: string } & Problem)[];
} {
  const defaults = SettingsSchema.parse({});
  const problems: ({ path: string } & Problem)[] = [];
  const views = [...leafSettings().values()].map(leaf => {
    const candidate = given.get(leaf.key);
    const parsed = leaf.schema.safeParse(candidate?.value);
    if (!parsed.success) problems.push({ path: leaf.key, ...problemOf(parsed.error) });
    return settingView(leaf, candidate, {
      value: parsed.success ? parsed.data : valueAt(inForce, leaf.key),
      inForce: valueAt(inForce, leaf.key),
      fallback: valueAt(defaults, leaf.key),
    });
  });
  const names = [...new Set(views.map(({ path }) => sectionOf(path)))].sort((a, b) => place(a) - place(b));
  const sections = names.map(id => ({ id, settings: views.filter(({ path }) => sectionOf(path) === id) }));
  return { sections, problems: problems.slice(0, 50) };
}

/** The section that a setting belongs to. */
export function sectionOf(path: string): string {
  return path.split('.')[0] ?? path;
}

function settingView(
  leaf: LeafSetting,
  candidate: Candidate | undefined,
  { value, inForce, fallback }: { value: unknown; inForce: unknown; fallback: unknown },
): SettingView {
  const needsRestart = leaf.meta.live !== true;
  const source = candidate?.source ?? 'default';
  return {
    path: leaf.key,
    shape: shapeOf(leaf),
    nullable: leaf.nullable,
    description: leaf.description,
    default: SettingValue.parse(fallback),
    value: SettingValue.parse(value),
    source,
    lockedBy: source === 'environment' || source === 'flag' ? (candidate?.name ?? null) : null,
    needsRestart,
    waitsForRestart: needsRestart && !isDeepStrictEqual(value, inForce),
    managedIn: leaf.meta.managedIn ?? null,
  };
}

function place(section: string): number {
  const at = SECTIONS.indexOf(section);
  return at < 0 ? SECTIONS.length : at;
}
