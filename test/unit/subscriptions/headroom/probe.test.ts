import { describe, expect, it, onTestFinished } from 'vitest';
import { HeadroomProbe } from '../../../../electron/core/subscriptions/headroom/probe.ts';
import { ProviderCall, ProviderCallError } from '../../../../electron/core/subscriptions/headroom/provider-call.ts';
import { testToken } from '../../../../electron/core/subscriptions/headroom/token-test.ts';
import { type ProviderMode, scriptedProvider } from '../../../helpers/scripted-provider.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const TOKEN = 'sk-ant-oat01-aaaaaaaaaaaaaaaaaaaa';
const WINDOWS = { '5h': { utilization: '0.2', reset: 1_767_229_200 }, '7d': { utilization: '0.6' } };
const never = new AbortController().signal;

async function setUp() {
  const provider = await scriptedProvider();
  const clock = new VirtualClock();
  const call = new ProviderCall({ baseUrl: provider.url, clock });
  onTestFinished(() => call.close());
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (event: string) => void warnings.push(event) };
  return { provider, clock, call, warnings, probe: new HeadroomProbe({ call, clock, logger }) };
}

describe('the headroom probe', () => {
  it('asks for one token of the smallest model, as the command line does', async () => {
    const { provider, probe } = await setUp();
    provider.script(TOKEN, { windows: WINDOWS });
    await probe.probe('a', TOKEN, never);
    const [seen] = provider.requests;
    expect(seen).toMatchObject({ method: 'POST', path: '/v1/messages' });
    expect(seen?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'anthropic-beta': 'oauth-2025-04-20',
      'anthropic-version': '2023-06-01',
      'user-agent': 'claude-code/2.0.32',
    });
    expect(JSON.parse(seen?.body ?? '')).toEqual({
      model: 'claude-haiku-4-5-20251001',
      max_tokens: 1,
      messages: [{ role: 'user', content: 'hi' }],
    });
  });

  it('reads what is left from the headers', async () => {
    const { provider, probe, clock } = await setUp();
    provider.script(TOKEN, { windows: WINDOWS, claim: 'seven_day' });
    const { reading, isNew, problem } = await probe.probe('a', TOKEN, never);
    expect({ isNew, problem }).toEqual({ isNew: true, problem: undefined });
    expect(reading).toMatchObject({ fetchedAtMs: clock.now(), source: 'probe', status: 'ok', httpStatus: 200 });
    expect(reading.windows['5h']).toEqual({ utilizationPct: 20, resetsAtMs: 1_767_229_200_000, status: 'allowed' });
  });

  it.each<[ProviderMode, string, number | null]>([
    ['quota', 'rate_limited', 429],
    ['bare-429', 'rate_limited', 429],
    ['invalid', 'invalid_token', 401],
    ['forbidden', 'invalid_token', 403],
    ['overloaded', 'error', 529],
    ['no-headers', 'error', 200],
    ['redirect', 'error', 307],
    ['cut', 'error', null],
    ['huge', 'ok', 200],
  ])('makes a reading of an answer of the kind %s', async (mode, status, httpStatus) => {
    const { provider, probe } = await setUp();
    provider.script(TOKEN, { mode, windows: { '5h': { utilization: '1.0', status: 'rejected' } } });
    const { reading, problem } = await probe.probe('a', TOKEN, never);
    expect(reading).toMatchObject({ status, httpStatus });
    expect(problem === undefined).toBe(status !== 'error');
  });

  it('parses the headers of a refusal all the same', async () => {
    const { provider, probe, clock } = await setUp();
    const windows = { '5h': { utilization: '1.0', status: 'rejected' } };
    provider.script(TOKEN, { mode: 'quota', windows, retryAfter: '40' });
    const { reading } = await probe.probe('a', TOKEN, never);
    expect(reading.windows['5h']).toMatchObject({ utilizationPct: 100, status: 'rejected' });
    expect(reading.retryAtMs).toBe(clock.now() + 40_000);
  });

  it('does not follow a redirect', async () => {
    const { provider, probe } = await setUp();
    provider.script(TOKEN, { mode: 'redirect' });
    await probe.probe('a', TOKEN, never);
    expect(provider.requests.map(({ path }) => path)).toEqual(['/v1/messages']);
  });

  it.each<ProviderMode>(['stall', 'stall-in-body'])('gives up after 15 seconds when the answer is a %s', async mode => {
    const { provider, probe, clock } = await setUp();
    provider.script(TOKEN, { mode });
    let isDone = false;
    const result = probe.probe('a', TOKEN, never).finally(() => {
      isDone = true;
    });
    await provider.arrived(1);
    await clock.advance(14_999);
    expect(isDone).toBe(false);
    await clock.advance(1);
    expect((await result).reading).toMatchObject({ status: 'error', httpStatus: null });
    expect((await result).problem?.sentence).toContain('did not answer within 15 s');
  });

  it('hands out the last reading within 60 seconds, after an error too', async () => {
    const { provider, probe, clock } = await setUp();
    provider.script(TOKEN, { mode: 'overloaded' });
    await probe.probe('a', TOKEN, never);
    await clock.advance(59_999);
    expect(await probe.probe('a', TOKEN, never)).toMatchObject({ isNew: false, reading: { status: 'error' } });
    expect(probe.waitMs('a')).toBe(1);
    await clock.advance(1);
    expect((await probe.probe('a', TOKEN, never)).isNew).toBe(true);
    expect(provider.requests).toHaveLength(2);
  });

  it('has a floor for each subscription of its own, and none for a new token', async () => {
    const { provider, probe } = await setUp();
    provider.script(TOKEN, { windows: WINDOWS });
    await probe.probe('a', TOKEN, never);
    await probe.probe('b', TOKEN, never);
    probe.forget('a');
    await probe.probe('a', TOKEN, never);
    expect(provider.requests).toHaveLength(3);
  });

  it('sends one request for callers at the same time', async () => {
    const { provider, probe } = await setUp();
    provider.script(TOKEN, { windows: WINDOWS });
    const results = await Promise.all([1, 2, 3].map(() => probe.probe('a', TOKEN, never)));
    expect(results.map(({ reading }) => reading.status)).toEqual(['ok', 'ok', 'ok']);
    expect(provider.requests).toHaveLength(1);
  });

  it('lets one caller leave without taking the answer from the other', async () => {
    const { provider, probe, clock } = await setUp();
    provider.script(TOKEN, { mode: 'stall' });
    const leaving = new AbortController();
    const left = probe.probe('a', TOKEN, leaving.signal);
    const stays = probe.probe('a', TOKEN, never);
    await provider.arrived(1);
    leaving.abort(new Error('no longer wanted'));
    await expect(left).rejects.toThrow('no longer wanted');
    await clock.advance(15_000);
    expect((await stays).reading.status).toBe('error');
  });

  it('keeps its floor when all callers have left: the request was sent, and may have cost its token', async () => {
    const { provider, probe, clock } = await setUp();
    provider.script(TOKEN, { mode: 'stall' });
    const leaving = new AbortController();
    const left = probe.probe('a', TOKEN, leaving.signal);
    await provider.arrived(1);
    leaving.abort(new Error('no longer wanted'));
    provider.script(TOKEN, { windows: WINDOWS });
    const [, again] = await Promise.allSettled([left, probe.probe('a', TOKEN, never)]);
    expect(again).toMatchObject({
      status: 'fulfilled',
      value: { isNew: false, reading: { status: 'error' }, problem: { told: { code: 'headroom_given_up' } } },
    });
    expect(provider.requests).toHaveLength(1);
    await clock.advance(60_000);
    expect(await probe.probe('a', TOKEN, never)).toMatchObject({ isNew: true, reading: { status: 'ok' } });
  });

  it('warns once when the provider stops sending the headers', async () => {
    const { provider, probe, warnings } = await setUp();
    provider.script(TOKEN, { mode: 'no-headers' });
    await probe.probe('a', TOKEN, never);
    await probe.probe('b', TOKEN, never);
    expect(warnings).toHaveLength(1);
  });
});

describe('the address of the provider', () => {
  it('is refused when the token would travel unprotected', () => {
    const clock = new VirtualClock();
    const build = () => new ProviderCall({ baseUrl: new URL('http://provider.example'), clock });
    expect(build).toThrow(ProviderCallError);
  });

  it('keeps its path', async () => {
    const provider = await scriptedProvider();
    const call = new ProviderCall({ baseUrl: new URL('/anthropic/', provider.url), clock: new VirtualClock() });
    onTestFinished(() => call.close());
    await call.send(TOKEN, never);
    expect(provider.requests[0]?.path).toBe('/anthropic/v1/messages');
  });

  it('is named in the error when nobody is there, and the token is not', async () => {
    const clock = new VirtualClock();
    const call = new ProviderCall({ baseUrl: new URL('http://127.0.0.1:1'), clock });
    onTestFinished(() => call.close());
    const error = await call.send(`${TOKEN}\n`, never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderCallError);
    const { message, details, cause, stack } = error as ProviderCallError;
    expect(message).toContain('127.0.0.1:1');
    expect(JSON.stringify({ message, details, cause, stack })).not.toContain('aaaaaaaa');
  });
});

describe('the test of a token', () => {
  it.each<[ProviderMode, string]>([
    ['ok', 'ok'],
    ['quota', 'rate_limited'],
    ['throttle', 'rate_limited'],
    ['bare-429', 'rate_limited'],
    ['invalid', 'invalid_token'],
    ['forbidden', 'invalid_token'],
    ['overloaded', 'other'],
    ['redirect', 'other'],
    ['cut', 'other'],
    ['no-headers', 'ok'],
  ])('of the kind %s ends as %s, in a sentence without it', async (mode, status) => {
    const { provider, call, clock } = await setUp();
    provider.script(TOKEN, { mode, windows: WINDOWS });
    const result = await testToken(TOKEN, never, { call, now: () => clock.now() });
    expect(result.status).toBe(status);
    expect(result.sentence).toMatch(/^[A-Z].+\.$/);
    expect(result.sentence).not.toContain(TOKEN);
  });

  it.each(['sk-ant-api03-aaaaaaaaaaaa', 'sk-ant-oat01-', 'sk-ant-oat01-aaaa aaaa aaaa', 'hello', ''])(
    'never sends what is wrong by its shape: %s',
    async token => {
      const { provider, call, clock } = await setUp();
      expect((await testToken(token, never, { call, now: () => clock.now() })).status).toBe('format');
      expect(provider.requests).toHaveLength(0);
    },
  );

  it('names a platform API key as one', async () => {
    const { call, clock } = await setUp();
    const { sentence } = await testToken('sk-ant-api03-aaaa', never, { call, now: () => clock.now() });
    expect(sentence).toContain('platform API key');
  });

  it('ends with the reason when it is aborted', async () => {
    const { provider, call, clock } = await setUp();
    provider.script(TOKEN, { mode: 'stall' });
    const leaving = new AbortController();
    const result = testToken(TOKEN, leaving.signal, { call, now: () => clock.now() });
    await provider.arrived(1);
    leaving.abort(new Error('window closed'));
    await expect(result).rejects.toThrow('window closed');
  });
});
