import type { ActivityEntry, Health } from '../../../electron/contract/index.ts';
import type { Presentation } from '../../parts/present.ts';

const OF_TONE: Readonly<Record<ActivityEntry['tone'], Presentation>> = {
  info: { shape: 'ring', tone: 'neutral' },
  well: { shape: 'disc', tone: 'well' },
  working: { shape: 'arc', tone: 'working' },
  'needs-you': { shape: 'triangle', tone: 'needs-you' },
  broken: { shape: 'square', tone: 'broken' },
};

/** Where the status language has a shape of its own for what happened. */
const OF_CODE: Readonly<Record<string, Presentation>> = {
  paused: { shape: 'bars', tone: 'neutral' },
  teeQuarantined: { shape: 'slash', tone: 'broken' },
  registryUnreachable: { shape: 'half', tone: 'needs-you' },
  sharedStateLost: { shape: 'half', tone: 'needs-you' },
  headroomLow: { shape: 'clock', tone: 'neutral' },
};

/** The shape and colour of an entry. */
export function shapeOf({ code, tone }: Pick<ActivityEntry, 'code' | 'tone'>): Presentation {
  // A headroom that is almost used up needs somebody; one that runs low only tells.
  if (code === 'headroomLow' && tone === 'needs-you') return { shape: 'half', tone: 'needs-you' };
  return OF_CODE[code] ?? OF_TONE[tone];
}

/** The word of the health that a tone stands for; null for what only tells. */
export function healthOf(tone: ActivityEntry['tone']): Health | null {
  return tone === 'info' ? null : tone;
}
