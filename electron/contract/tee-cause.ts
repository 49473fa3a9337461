import { z } from 'zod';

/** Why the current TEE was chosen or its predecessor left. */
export const TeeCause = z.enum([
  'first',
  'rotated-out',
  'keys-changed',
  'unreachable',
  'by-hand',
  'pin-changed',
  'quarantine',
]);
export type TeeCause = z.infer<typeof TeeCause>;
