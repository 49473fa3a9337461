import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SetupPorts } from '../../../electron/core/setup/index.ts';
import { type ScriptedSetup, scriptSetup, wellSnapshot } from '../../helpers/setup-ports.ts';
import { noAccount } from '../../helpers/snapshots.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const { signal } = new AbortController();

async function started(
  ports: Partial<SetupPorts> = {},
  home?: string,
): Promise<ScriptedSetup & { readonly home: string }> {
  const folder = home ?? (await tempHome());
  const script = scriptSetup(folder, ports);
  await script.setup.start(signal);
  onTestFinished(() => script.setup.stop());
  return Object.assign(script, { home: folder });
}

const SANDBOX = { name: 'setupChooseNetwork', network: { kind: 'sandbox' } } as const;

async function throughNetwork(script: ScriptedSetup): Promise<void> {
  await script.run(SANDBOX);
  await script.checked('network');
  await script.run({ name: 'setupNext' });
}

describe('the first run', () => {
  it('is needed in a fresh home, and not in one that was configured', async () => {
    expect((await started()).setup.status()).toMatchObject({ needed: true, phase: 'under-way', step: 'network' });
    expect((await started({ isConfigured: () => true })).setup.status()).toMatchObject({
      needed: false,
      phase: 'none',
    });
  });

  it('has the choice on disk before it writes the settings and changes the network', async () => {
    const home = await tempHome();
    const seen: string[] = [];
    const look = async (what: string): Promise<void> => {
      const { network } = JSON.parse(await readFile(join(home, 'setup.json'), 'utf8')) as { network: string };
      seen.push(`${what} with ${network} on disk`);
    };
    const script = await started({ switchNetwork: () => look('switch') }, home);
    await script.run(SANDBOX);
    expect(await script.checked('network')).toMatchObject({ state: 'ok' });
    expect(script.calls).toEqual(['write sandbox']);
    expect(seen).toEqual(['switch with sandbox on disk']);
  });

  it('goes through its steps once, tells it once, and does not come back', async () => {
    const script = await started();
    await throughNetwork(script);
    expect(script.setup.status().step).toBe('gateway');
    await script.run({ name: 'setupChooseGateway', gateway: { kind: 'found' } });
    expect(await script.checked('gateway')).toMatchObject({ state: 'ok', sentence: 'Connected to studio.' });
    await script.run({ name: 'setupNext' });
    await script.run({ name: 'setupSkip' });
    expect(script.setup.status()).toMatchObject({ phase: 'finished', needed: false });
    expect(script.events).toEqual(['setupFinished']);
    const again = await started({}, script.home);
    expect(again.setup.status()).toMatchObject({ phase: 'finished', needed: false });
    await expect(again.run({ name: 'setupNext' })).rejects.toMatchObject({ code: 'setup_not_begun' });
  });

  it('begins again when somebody asks, for that run', async () => {
    const script = await started();
    await script.run({ name: 'setupFinish' });
    await script.run({ name: 'setupStart' });
    expect(script.setup.status()).toMatchObject({ phase: 'under-way', needed: true, step: 'network' });
    const later = await started({}, script.home);
    expect(later.setup.status()).toMatchObject({ phase: 'under-way', needed: false });
  });

  it('is asked for again at the next start when it was put off', async () => {
    const script = await started();
    await throughNetwork(script);
    await script.run({ name: 'setupLater' });
    expect(script.setup.status()).toMatchObject({ phase: 'later', needed: false });
    const next = await started({}, script.home);
    expect(next.setup.status()).toMatchObject({ phase: 'under-way', needed: true, step: 'gateway' });
    expect(next.step('network').state).toBe('ok');
  });

  it('goes on where it was when the process ended during a check', async () => {
    const script = await started({ ask: () => new Promise(() => undefined) });
    await script.run(SANDBOX);
    await script.until(({ steps }) => steps[0]?.checks[2]?.state === 'checking');
    // No stop: the process is gone.
    const next = await started({}, script.home);
    expect(next.setup.status()).toMatchObject({ step: 'network', choices: { network: 'sandbox' } });
    expect(next.step('network')).toMatchObject({
      state: 'open',
      sentence: 'The sandbox was chosen. It has not been checked yet.',
    });
    await next.run({ name: 'setupCheck' });
    expect(await next.checked('network')).toMatchObject({ state: 'ok' });
    expect(next.calls).toEqual(['checkRegistry']);
  });

  it('takes a damaged state for none', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'setup.json'), '{"version":1,"phase":"under-');
    expect((await started({}, home)).setup.status()).toMatchObject({ needed: true, step: 'network' });
    expect((await started({ isConfigured: () => true }, home)).setup.status().needed).toBe(false);
  });

  it('leaves no step that is not well unless it is told to', async () => {
    const script = await started();
    await expect(script.run({ name: 'setupNext', anyway: true })).rejects.toMatchObject({ code: 'setup_step_open' });
    await expect(script.run({ name: 'setupSkip' })).rejects.toMatchObject({ code: 'setup_step_open' });
    script.snapshot = wellSnapshot({ account: noAccount({ requestsUse: 'nothing' }) });
    await script.run(SANDBOX);
    expect((await script.checked('network')).state).toBe('failed');
    await expect(script.run({ name: 'setupNext' })).rejects.toMatchObject({ code: 'setup_step_open' });
    await script.run({ name: 'setupNext', anyway: true });
    expect(script.setup.status().step).toBe('gateway');
    await script.run({ name: 'setupBack' });
    expect(script.step('network')).toMatchObject({ state: 'failed' });
    expect(script.setup.status().choices.network).toBe('sandbox');
  });

  it('ends a check on demand and keeps the choice', async () => {
    const script = await started({ ask: () => new Promise(() => undefined) });
    await script.run(SANDBOX);
    await script.until(({ steps }) => steps[0]?.checks[2]?.state === 'checking');
    expect(await script.run({ name: 'setupCancel' })).toMatchObject({ changed: true });
    expect(script.step('network')).toMatchObject({ state: 'open', checking: null });
    expect(await script.run({ name: 'setupCancel' })).toMatchObject({ changed: false });
    expect(script.clock.pending).toBe(0);
  });

  it('gives a check up at its limit, with what it waited for', async () => {
    const script = await started();
    script.snapshot = wellSnapshot();
    script.snapshot.tee.registry.state = 'unread';
    await script.run(SANDBOX);
    await script.until(({ steps }) => steps[0]?.checks[0]?.sentence === 'Reading the registry of TEEs.');
    await script.clock.advance(44_999);
    expect(script.step('network').state).toBe('checking');
    await script.clock.advance(1);
    expect(await script.checked('network')).toMatchObject({
      state: 'failed',
      sentence: 'Reading the registry of TEEs. Nothing came of it within 45 s.',
      remedy: { text: 'Check again.' },
    });
    expect(script.clock.pending).toBe(0);
  });

  it('changes nothing when the network that was chosen cannot be opened, and says why', async () => {
    const script = await started({
      switchNetwork: () => Promise.reject(new Error('The sandbox could not open its ports.')),
    });
    await script.run(SANDBOX);
    expect(await script.checked('network')).toMatchObject({
      state: 'failed',
      sentence: 'The sandbox could not open its ports.',
    });
    expect(script.setup.status()).toMatchObject({ switching: null, choices: { network: 'sandbox' } });
  });

  it('has the step for starting by itself only where the host can, and does as it is told', async () => {
    let isOn = false;
    const loginItem = { isOn: async () => isOn, set: async (on: boolean) => void (isOn = on) };
    const script = await started({ loginItem });
    expect(script.setup.status().steps.map(({ name }) => name)).toContain('login-item');
    await script.run({ name: 'setupLoginItem', isOn: true });
    expect([isOn, script.setup.status().loginItem, script.step('login-item').state]).toEqual([
      true,
      { isOn: true },
      'ok',
    ]);
    const bare = await started();
    await expect(bare.run({ name: 'setupLoginItem', isOn: true })).rejects.toMatchObject({
      code: 'setup_no_login_item',
    });
  });
});
