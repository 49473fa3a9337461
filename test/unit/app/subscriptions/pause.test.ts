import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SubscriptionGate } from '../../../../electron/core/app/index.ts';
import { SettingsSchema } from '../../../../electron/core/config/index.ts';
import { FileSecretStore, Redactor, SystemClock, SystemRandom } from '../../../../electron/core/platform/index.ts';
import { oauthToken } from '../../../helpers/agent-host.ts';
import { scriptedProvider } from '../../../helpers/scripted-provider.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

const { signal } = new AbortController();
const LIMIT = { timeout: 60_000, interval: 50 };

async function pausedGate() {
  const home = await tempHome();
  const provider = await scriptedProvider();
  const reset = Math.floor(Date.now() / 1_000) + 7_200;
  const windows = { '5h': { utilization: '0.2', reset }, '7d': { utilization: '0.3', reset } };
  for (const letter of ['A', 'B']) provider.script(oauthToken(letter), { mode: 'ok', windows });
  const redactor = new Redactor();
  const clock = new SystemClock();
  const state = { isPaused: true };
  const gate = new SubscriptionGate({
    settings: SettingsSchema.parse({
      subscriptions: { providerUrl: provider.url.href, headroom: { ambient: false } },
    }).subscriptions,
    home,
    secrets: new FileSecretStore({ home, redactor, clock }),
    env: {},
    clock,
    random: new SystemRandom(),
    logger: silentLogger,
    scrubber: redactor,
    redact: value => redactor.add(value),
    isPaused: () => state.isPaused,
    emit: () => undefined,
  });
  onTestFinished(() => gate.stop());
  await gate.start(signal);
  for (const [name, letter] of [
    ['a', 'A'],
    ['b', 'B'],
  ] as const) {
    await gate.execute({ name: 'addSubscription', subscription: { name, token: oauthToken(letter) } }, signal);
  }
  await gate.execute({ name: 'addAgent', agent: { name: 'me', kind: 'local' } }, signal);
  await gate.execute({ name: 'assignSubscription', agent: 'me', subscription: 'a' }, signal);
  const limited = {
    'anthropic-ratelimit-unified-status': 'rejected',
    'anthropic-ratelimit-unified-5h-status': 'rejected',
    'anthropic-ratelimit-unified-5h-utilization': '1.0',
    'anthropic-ratelimit-unified-5h-reset': String(reset),
    'anthropic-ratelimit-unified-representative-claim': 'five_hour',
  };
  const fail = () => gate.reportFailure('me', { status: 429, message: 'no', headers: limited }, signal);
  const on = (): string | null | undefined => gate.status().agents[0]?.subscription;
  return { gate, state, fail, on };
}

describe('the third gate in a pause', () => {
  it('writes a failure down and moves nobody, not even before a turn that would fail', async () => {
    const { gate, fail, on } = await pausedGate();
    expect(await fail()).toMatchObject({ switched: false, retry: false });
    await gate.credential('me', signal);
    expect(on()).toBe('a');
    expect(gate.status().subscriptions[0]).toMatchObject({ state: 'limited' });
  });

  it('moves an agent whose subscription met its limit meanwhile as soon as the pause ends', async () => {
    const { gate, state, fail, on } = await pausedGate();
    await fail();
    state.isPaused = false;
    gate.resume();
    await vi.waitFor(() => expect(on()).toBe('b'), LIMIT);
  });

  it('still moves an agent by hand', async () => {
    const { gate, on } = await pausedGate();
    expect((await gate.execute({ name: 'rotateSubscription', agent: 'me' }, signal)).changed).toBe(true);
    expect(on()).toBe('b');
  });
});
