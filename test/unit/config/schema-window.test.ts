import { describe, expect, it } from 'vitest';
import { leafSettings, SettingsSchema } from '../../../electron/core/config/index.ts';
import { problemText } from '../../../electron/core/config/problem.ts';

describe('the language of the window', () => {
  it('is that of the system unless another one is chosen, and counts at once', () => {
    expect(SettingsSchema.parse({}).window.language).toBe('auto');
    expect(SettingsSchema.parse({ window: { language: 'de' } }).window.language).toBe('de');
    expect(leafSettings().get('window.language')?.meta.live).toBe(true);
  });

  it('is none that there are no texts for', () => {
    const { error } = SettingsSchema.safeParse({ window: { language: 'fr' } });
    expect(error && problemText(error)).toContain('auto, en or de');
  });
});
