import { z } from 'zod';
import { oneOf } from './schema-values.ts';

/** The group `window` of the settings. */
export const window = z.object({
  language: oneOf(['auto', 'en', 'de'])
    .default('auto')
    .describe('Language of the window, the tray and the notifications: en, de; auto: that of the system')
    .meta({ live: true }),
});
