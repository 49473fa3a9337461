import { describe, expect, it } from 'vitest';
import { setupSentence } from '../../../renderer/text/de-setup-sentences.ts';

describe('sentences of the first run in German', () => {
  it.each([
    ['The registry lists one TEE, 1 usable.', 'Die Registry führt eine TEE, davon 1 nutzbar.'],
    ['The registry lists 4 TEEs, 3 usable.', 'Die Registry führt 4 TEEs, davon 3 nutzbar.'],
    ['Signed in as you@example.org.', 'Angemeldet als you@example.org.'],
    ['Signed in as you@example.org. Opening its network.', 'Angemeldet als you@example.org. Sein Netz wird geöffnet.'],
    ['Connected to the big one.', 'Verbunden mit the big one.'],
  ])('says “%s”', (english, german) => {
    expect(setupSentence(english)).toBe(german);
  });

  it('leaves alone what it does not know whole', () => {
    expect(setupSentence('Connected to studio. But it is limited')).toBeUndefined();
    expect(setupSentence('rpc.example did not answer within 10 s.')).toBeUndefined();
  });
});
