import { describe, expect, it } from 'vitest';
import { GateCommands } from '../../../../electron/core/app/subscriptions/commands.ts';
import { MemorySecrets } from '../../../../electron/core/app/subscriptions/memory-secrets.ts';
import type { Parts } from '../../../../electron/core/app/subscriptions/parts.ts';
import { SystemClock } from '../../../../electron/core/platform/index.ts';

const signal = new AbortController().signal;

describe('removing an agent', () => {
  it('goes on from where it broke off: its key never outlives it', async () => {
    const names = new Set(['coder']);
    let isLocked = true;
    const removedKeys: string[] = [];
    const parts = {
      registry: {
        known: (name: string) => (names.has(name) ? {} : undefined),
        names: () => [...names],
        remove: async (name: string) => names.delete(name),
      },
      rotator: { byHand: { clear: async () => ({ switched: false }) } },
      state: { forget: async () => undefined },
      keys: {
        remove: async (name: string) => {
          if (isLocked) throw new Error('locked');
          removedKeys.push(name);
        },
      },
    } as unknown as Parts;
    const secrets = new MemorySecrets(() => undefined);
    const commands = new GateCommands({ secrets, clock: new SystemClock(), emit: () => undefined });
    const remove = () => commands.execute(parts, { name: 'removeAgent', agent: 'coder' }, signal);
    await expect(remove()).rejects.toThrow('locked');
    isLocked = false;
    expect(await remove()).toMatchObject({ changed: true, sentence: 'Removed coder.' });
    expect(removedKeys).toEqual(['coder']);
  });
});
