import { describe, expect, it } from 'vitest';
import { appMenu } from '../../../electron/shell/app-menu.ts';
import { hostLanguage } from '../../../electron/shell/language.ts';
import { nativeTexts } from '../../../electron/shell/native-texts.ts';

const actions = { openSettings: () => undefined, hideWindow: () => undefined };

describe('the language of the host', () => {
  it('is what the setting says now, and the system’s where it says nothing', () => {
    let setting: 'auto' | 'en' | 'de' = 'auto';
    const language = hostLanguage({ setting: () => setting, systemLocale: () => 'de-CH' });
    expect(language()).toBe('de-CH');
    setting = 'en';
    expect(language()).toBe('en');
    setting = 'de';
    expect(language()).toBe('de');
  });

  it.each(['darwin', 'win32', 'linux'] as const)('names every item of the menu on %s itself', platform => {
    for (const locale of ['en', 'de']) {
      const items = appMenu(platform, nativeTexts(locale), actions).flatMap(({ label, submenu }) => [
        { label, type: 'normal' },
        ...(Array.isArray(submenu) ? submenu : []),
      ]);
      // A role without a label of ours is English whatever the language is.
      for (const item of items) if (item.type !== 'separator') expect(item.label, JSON.stringify(item)).toBeTruthy();
    }
  });
});
