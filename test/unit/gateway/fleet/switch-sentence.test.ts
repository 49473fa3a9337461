import { describe, expect, it } from 'vitest';
import { switchSentence } from '../../../../electron/core/gateway/fleet/switch-sentence.ts';

describe('switchSentence', () => {
  it.each([
    ['unreachable', 'B took over, because A cannot be reached.'],
    ['refused', 'B took over, because A refuses the sign-in.'],
    ['offline', 'B is used instead of A, because this computer is offline.'],
    ['returned', 'B has been stable for a while and is used again instead of A.'],
    ['by-hand', 'B is used instead of A, as you asked.'],
  ] as const)('says why for %s', (cause, sentence) => expect(switchSentence('A', 'B', cause)).toBe(sentence));

  it('takes names as they are', () => {
    expect(switchSentence('$&', '$1', 'removed')).toBe('$1 is used, because $& is no longer among the gateways.');
  });
});
