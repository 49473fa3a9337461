import type { Presentation } from '../../parts/present.ts';
import type { TeeRole } from './tee-rows.ts';

/** Shape and colour of each role. */
export const ROLE_PRESENTATION: Readonly<Record<TeeRole, Presentation>> = {
  current: { shape: 'disc', tone: 'well' },
  standby: { shape: 'ring', tone: 'neutral' },
  draining: { shape: 'arc', tone: 'working' },
  available: { shape: 'ring', tone: 'neutral' },
  quarantined: { shape: 'slash', tone: 'broken' },
  probation: { shape: 'half', tone: 'needs-you' },
  unpinned: { shape: 'slash', tone: 'neutral' },
  unusable: { shape: 'slash', tone: 'neutral' },
  skipped: { shape: 'box', tone: 'neutral' },
};
