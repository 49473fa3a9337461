import { describe, expect, it } from 'vitest';
import { isOutdated } from '../../../../electron/core/app/subscriptions/outdated.ts';
import { GatehouseError } from '../../../../electron/core/platform/index.ts';

const signal = new AbortController().signal;
const register = (outdated: () => Promise<ReadonlySet<string>>) => ({ publish: async () => undefined, outdated });

describe('a token that another host may have replaced', () => {
  it('counts as replaced only when the register says so of this subscription', async () => {
    const tokens = register(async () => new Set(['a']));
    expect(await isOutdated(tokens, 'a', signal)).toBe(true);
    expect(await isOutdated(tokens, 'b', signal)).toBe(false);
  });

  it('counts as the present one while nobody can be asked, and as neither when something else is wrong', async () => {
    const away = register(() => Promise.reject(new GatehouseError('shared_state_unavailable', 'Away.')));
    expect(await isOutdated(away, 'a', signal)).toBe(false);
    const broken = register(() => Promise.reject(new GatehouseError('shared_state_misconfigured', 'Broken.')));
    await expect(isOutdated(broken, 'a', signal)).rejects.toThrow('Broken.');
  });
});
