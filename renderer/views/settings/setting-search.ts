import type { SettingsDescription, SettingView } from '../../../electron/contract/index.ts';
import type { Messages } from '../../text/index.ts';

type Section = SettingsDescription['sections'][number];

/** The sections with what matches all words of `search`: names, descriptions, paths, sections, and the variable that locks. */
export function searchSettings(
  sections: readonly Section[],
  search: string,
  text: Messages['views']['settings'],
): readonly Section[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return sections;
  return sections
    .map(({ id, settings }) => ({ id, settings: settings.filter(setting => matches(setting, id, words, text)) }))
    .filter(({ settings }) => settings.length > 0);
}

function matches(setting: SettingView, section: string, words: readonly string[], text: Messages['views']['settings']) {
  const { path, description, lockedBy } = setting;
  const haystack = [path, text.name(path), text.description(path, description), titleOf(section, text), lockedBy ?? '']
    .join(' ')
    .toLowerCase();
  return words.every(word => haystack.includes(word));
}

/** The title of a section; its id for one that this page does not know. */
export function titleOf(section: string, text: Messages['views']['settings']): string {
  return text.titles[section] ?? section;
}

/** A setting with its section: `Local endpoint: Port`. */
export function placeName(path: string, text: Messages['views']['settings']): string {
  const [section = path] = path.split('.');
  return section === path ? text.name(path) : `${titleOf(section, text)}: ${text.name(path)}`;
}
