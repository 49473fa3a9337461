import { useEffect } from 'react';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { isLanguageSetting } from '../text/index.ts';
import { usePage } from './page-context.ts';
import { useQuery } from './use-query.ts';

const PATH = 'window.language';

/** Follows the setting `window.language`: read at the start, and again when a setting was changed. */
export function useLanguageSetting(snapshot: StatusSnapshot | undefined): void {
  const { setLanguage } = usePage();
  const lastChange = snapshot?.activity.find(({ code }) => code === 'settingChanged')?.id ?? 0;
  const { value } = useQuery(snapshot === undefined ? null : { name: 'settings.describe' }, { when: lastChange });
  const setting = value?.sections.flatMap(({ settings }) => settings).find(({ path }) => path === PATH)?.value;

  useEffect(() => {
    if (isLanguageSetting(setting)) setLanguage(setting);
  }, [setting, setLanguage]);
}
