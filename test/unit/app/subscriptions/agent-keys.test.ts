import { describe, expect, it } from 'vitest';
import { AgentKeys } from '../../../../electron/core/app/subscriptions/agent-keys.ts';
import { MemorySecrets } from '../../../../electron/core/app/subscriptions/memory-secrets.ts';

const signal = new AbortController().signal;

function createKeys(isOn = true) {
  const redacted: string[] = [];
  const secrets = new MemorySecrets(value => void redacted.push(value));
  return { keys: new AgentKeys(secrets, isOn), secrets, redacted };
}

describe('keys of agents', () => {
  it('are random, kept under the agent’s name, unspeakable, and shaped like keys', async () => {
    const { keys, secrets, redacted } = createKeys();
    const made = await Promise.all(['coder', 'writer'].map(agent => keys.key(agent, false, signal)));
    expect(new Set(made).size).toBe(2);
    for (const key of made) expect(key).toMatch(/^sk-gatehouse-[\w-]{43}$/);
    expect(await secrets.names()).toEqual(['agent.coder.key', 'agent.writer.key']);
    expect(redacted).toEqual(made);
  });

  it('match their agent only, whole only, and whichever of several it is', async () => {
    const { keys } = createKeys();
    const [coder, writer] = [await keys.key('coder', false, signal), await keys.key('writer', false, signal)];
    const matches = (...shown: string[]) => keys.matches('coder', shown, signal);
    expect(await matches(coder)).toBe(true);
    expect(await matches('other', coder)).toBe(true);
    for (const wrong of [writer, coder.slice(0, -1), `${coder} `, coder.toUpperCase(), '']) {
      expect(await matches(wrong)).toBe(false);
    }
    expect(await matches()).toBe(false);
  });

  it('match nothing when there is none, not even nothing', async () => {
    const { keys } = createKeys();
    expect(await keys.matches('coder', [''], signal)).toBe(false);
  });

  it('count no longer once they are deleted, also by hand, or made anew', async () => {
    const { keys, secrets } = createKeys();
    const first = await keys.key('coder', false, signal);
    const second = await keys.key('coder', true, signal);
    expect(await keys.matches('coder', [first], signal)).toBe(false);
    expect(await keys.matches('coder', [second], signal)).toBe(true);
    await secrets.delete('agent.coder.key');
    expect(await keys.matches('coder', [second], signal)).toBe(false);
    const third = await keys.key('coder', false, signal);
    await keys.remove('coder', signal);
    expect(await keys.matches('coder', [third], signal)).toBe(false);
  });

  it('neither exist nor count when the person does not want them', async () => {
    const { secrets } = createKeys();
    const off = new AgentKeys(secrets, false);
    await secrets.set('agent.coder.key', 'sk-gatehouse-of-earlier');
    await expect(off.key('coder', false, signal)).rejects.toMatchObject({ code: 'pass_through_off' });
    expect(await off.matches('coder', ['sk-gatehouse-of-earlier'], signal)).toBe(false);
  });
});
