import { describe, expect, it } from 'vitest';
import { startAnvil } from '../../helpers/anvil.ts';

describe('a chain of a test', () => {
  it('leaves nothing in the process that started it, which goes on to other files', async () => {
    const before = process.listenerCount('exit');
    const anvil = await startAnvil();
    try {
      expect(process.listenerCount('exit')).toBe(before + 1);
      await anvil.die();
      expect(process.listenerCount('exit')).toBe(before);
      await anvil.revive();
    } finally {
      await anvil.stop();
    }
    expect(process.listenerCount('exit')).toBe(before);
  });
});
