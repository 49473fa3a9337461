import { z } from 'zod';
import { oneOf, wholeNumber } from './schema-values.ts';

/** The group `updates` of the settings. */
export const updates = z.object({
  mode: oneOf(['off', 'notify', 'download', 'automatic'])
    .default('download')
    .describe(
      'off: nothing is asked for by itself; notify: look and tell; download: download too, and install when Gatehouse is quit; automatic: also restart while nothing runs and nobody is there',
    )
    .meta({ live: true }),
  channel: oneOf(['latest', 'beta'])
    .default('latest')
    .describe('latest: finished versions; beta: also those that are tried out before')
    .meta({ live: true }),
  checkHours: wholeNumber(1, 168, 'hours')
    .default(12)
    .describe('How often a newer version is looked for')
    .meta({ live: true }),
});
