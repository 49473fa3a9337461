import type { DiagnosticCheck } from '../../../electron/contract/index.ts';
import type { Presentation } from '../../parts/present.ts';

/** How a check or a gate came out. */
export type Verdict = DiagnosticCheck['verdict'] | 'paused';

/** Shape and colour of each verdict. */
export const VERDICTS: Readonly<Record<Verdict, Presentation>> = {
  well: { shape: 'disc', tone: 'well' },
  working: { shape: 'arc', tone: 'working' },
  'needs-you': { shape: 'triangle', tone: 'needs-you' },
  broken: { shape: 'square', tone: 'broken' },
  unknown: { shape: 'ring', tone: 'neutral' },
  paused: { shape: 'bars', tone: 'neutral' },
};
