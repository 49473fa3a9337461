import { useEffect } from 'react';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { isLanguageSetting } from '../text/index.ts';
import { usePage } from './page-context.ts';
import { useQuery } from './use-query.ts';

const PATH = 'window.language';

/** Follows the setting `window.language`: read at the start, and again when a setting was changed. */
export function useLanguageSetting(snapshot: StatusSnapshot | undefined): void {
  const { setLanguage } = usePage();
  // The entry of a setting that is changed again is the same one with a higher count.
  const entry = snapshot?.activity.find(({ code }) => code === 'settingChanged');
  const lastChange = entry === undefined ? '' : `${entry.id}×${entry.count}`;
  const { value } = useQuery(snapshot === undefined ? null : { name: 'settings.describe' }, { when: lastChange });
  const setting = value?.sections.flatMap(({ settings }) => settings).find(({ path }) => path === PATH)?.value;

  useEffect(() => {
    if (isLanguageSetting(setting)) setLanguage(setting);
  }, [setting, setLanguage]);
}
