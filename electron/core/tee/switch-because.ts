import type { TeeCause } from '../../contract/index.ts';

/** Why one TEE took the place of another, as the end of a sentence. */
export const TEE_SWITCH_BECAUSE: Readonly<Record<TeeCause, string>> = {
  first: 'as the first choice',
  'rotated-out': 'because it left the registry',
  'keys-changed': 'because its keys changed',
  unreachable: 'because it could not be reached',
  'by-hand': 'because you asked for another',
  'pin-changed': 'because it does not meet the pin any more',
  quarantine: 'because it failed',
};
