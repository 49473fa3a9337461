import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  HeadroomBook,
  type HeadroomEvent,
  HeadroomProbe,
  ProviderCall,
} from '../../../../electron/core/subscriptions/index.ts';
import { expectMode } from '../../../helpers/file-mode.ts';
import { type ProviderScript, scriptedProvider, unifiedHeaders } from '../../../helpers/scripted-provider.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const never = new AbortController().signal;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 1);
const WEEK_END_S = START_MS / 1000 + 4 * 86_400;
const tokenOf = (id: string): string => `sk-ant-oat01-token-of-${id}`;
const random = { below: () => 0, bytes: (length: number) => new Uint8Array(length) };

const at = (five: string, seven: string, more: ProviderScript = {}): ProviderScript => ({
  windows: { '5h': { utilization: five }, '7d': { utilization: seven, reset: WEEK_END_S } },
  ...more,
});

async function setUp(path?: string) {
  const file = path ?? join(await tempHome(), 'headroom', 'book.json');
  const provider = await scriptedProvider();
  const clock = new VirtualClock(START_MS);
  const call = new ProviderCall({ baseUrl: provider.url, clock });
  const events: HeadroomEvent[] = [];
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>();
  const wake = (): void => {
    const readings = events.filter(({ type }) => type === 'reading').length;
    for (const { count, resolve } of waiting) if (readings >= count) resolve();
  };
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (event: string) => void warnings.push(event) };
  const tokens = new Map(['a', 'b'].map(id => [id, tokenOf(id)]));
  const book = new HeadroomBook({
    path: file,
    probe: new HeadroomProbe({ call, clock, logger }),
    token: async id => tokens.get(id),
    onEvent: event => {
      events.push(event);
      wake();
    },
    clock,
    random,
    logger,
  });
  onTestFinished(async () => {
    await book.stop();
    await call.close();
  });
  await book.load(never);
  book.setSubscriptions(['a', 'b']);
  const observe = (id: string, script: ProviderScript, status = 200) =>
    book.observe(id, { status, headers: unifiedHeaders(script) });
  /** Resolves when the book has told of `count` readings: real answers need real time. */
  const untilReadings = (count: number): Promise<void> =>
    new Promise(resolve => {
      waiting.add({ count, resolve });
      wake();
    });
  return { book, clock, events, file, observe, provider, tokens, untilReadings, warnings };
}

describe('the headroom book', () => {
  it('keeps what a probe brought', async () => {
    const { book, provider } = await setUp();
    provider.script(tokenOf('a'), at('0.2', '0.6'));
    await book.refresh('a', never);
    expect(book.reading('a')?.windows['7d']?.utilizationPct).toBe(60);
    expect(book.view('a')).toMatchObject({ freshness: 'fresh', ageMs: 0, problem: undefined });
    expect(book.history('a')).toMatchObject([{ fiveHourPct: 20, sevenDayPct: 60 }]);
    expect(book.reading('b')).toBeUndefined();
  });

  it('takes readings from real traffic for free', async () => {
    const { book, observe, provider } = await setUp();
    observe('a', at('0.3', '0.4'));
    expect(book.reading('a')).toMatchObject({ source: 'traffic', status: 'ok' });
    expect(provider.requests).toHaveLength(0);
  });

  it('takes a spent quota of real traffic for a limit, a throttle not, and a refused token not', async () => {
    const { book, observe } = await setUp();
    observe('a', at('0.3', '0.4'), 429);
    expect(book.reading('a')?.status).toBe('ok');
    observe('a', { ...at('1.0', '0.4'), mode: 'quota', claim: 'five_hour' }, 429);
    expect(book.reading('a')?.status).toBe('rate_limited');
    observe('b', at('0.1', '0.1'), 401);
    expect(book.reading('b')).toBeUndefined();
  });

  it('does not let traffic without figures wipe out a reading', async () => {
    const { book, observe } = await setUp();
    observe('a', at('0.3', '0.4'));
    observe('a', {});
    book.observe('a', { status: 200, headers: {} });
    expect(book.reading('a')?.windows['7d']?.utilizationPct).toBe(40);
  });

  it('keeps the last good reading when a probe fails, and says why it failed', async () => {
    const { book, clock, provider } = await setUp();
    provider.script(tokenOf('a'), at('0.2', '0.6'));
    await book.refresh('a', never);
    provider.script(tokenOf('a'), { mode: 'overloaded' });
    await clock.advance(MINUTE_MS);
    await book.refresh('a', never);
    expect(book.reading('a')?.status).toBe('ok');
    expect(book.view('a')).toMatchObject({
      ageMs: MINUTE_MS,
      problem: { sentence: 'The provider answered with status 529.', told: { code: 'headroom_status', count: 529 } },
    });
    expect(book.history('a').map(({ status }) => status)).toEqual(['ok', 'error']);
  });

  it('calls a reading fresh for 30 minutes and usable for 2 hours', async () => {
    const { book, clock, observe } = await setUp();
    observe('a', at('0.3', '0.4'));
    const seen = [];
    for (const ms of [30 * MINUTE_MS, 1, 90 * MINUTE_MS - 1, 1]) {
      await clock.advance(ms);
      seen.push(book.view('a').freshness);
    }
    expect(seen).toEqual(['fresh', 'usable', 'usable', 'stale']);
  });

  it('says that a token cannot be read, and asks nobody', async () => {
    const { book, provider, tokens } = await setUp();
    tokens.delete('a');
    expect(await book.refresh('a', never)).toBeUndefined();
    expect(book.view('a').problem?.sentence).toBe('Its token cannot be read.');
    expect(provider.requests).toHaveLength(0);
  });

  it('knows only the subscriptions that there are', async () => {
    const { book, observe } = await setUp();
    observe('a', at('0.3', '0.4'));
    book.setSubscriptions(['b']);
    observe('a', at('0.3', '0.4'));
    expect(book.reading('a')).toBeUndefined();
    expect(await book.refresh('a', never)).toBeUndefined();
  });

  it('forgets what a replaced token said, but not the history, and looks anew without waiting', async () => {
    const { book, provider } = await setUp();
    provider.script(tokenOf('a'), { mode: 'invalid' });
    await book.refresh('a', never);
    book.forget('a', true);
    expect(book.reading('a')).toBeUndefined();
    expect(book.history('a')).toHaveLength(1);
    provider.script(tokenOf('a'), at('0.1', '0.1'));
    expect((await book.refresh('a', never))?.isNew).toBe(true);
  });

  it('does not write down what was asked with a token that was replaced meanwhile', async () => {
    const { book, provider } = await setUp();
    provider.script(tokenOf('a'), { mode: 'stall' });
    const asked = book.refresh('a', never);
    await provider.arrived(1);
    book.forget('a', true);
    expect(await asked).toBeUndefined();
    expect(book.reading('a')).toBeUndefined();
  });
});

describe('a token that is replaced while it is being read', () => {
  it('is not sent any more', async () => {
    const { book, provider } = await setUp();
    provider.script(tokenOf('a'), at('0.2', '0.6'));
    const asked = book.refresh('a', never);
    book.forget('a', true);
    expect(await asked).toBeUndefined();
    expect(provider.requests).toHaveLength(0);
  });
});

describe('the refresh in the background', () => {
  it('looks at each subscription at once, then every 15 minutes', async () => {
    const { book, clock, provider, untilReadings } = await setUp();
    for (const id of ['a', 'b']) provider.script(tokenOf(id), at('0.2', '0.6'));
    await book.setAmbient(true);
    await clock.advance(0);
    await untilReadings(2);
    await clock.advance(15 * MINUTE_MS - 1);
    expect(provider.requests).toHaveLength(2);
    await clock.advance(1);
    await untilReadings(4);
  });

  it('looks as soon as a window began anew, once', async () => {
    const { book, clock, provider, untilReadings } = await setUp();
    book.setSubscriptions(['a']);
    const ends = (minutes: number): ProviderScript => ({
      windows: { '5h': { utilization: '0.5', reset: START_MS / 1000 + minutes * 60 } },
    });
    provider.script(tokenOf('a'), ends(10));
    await book.setAmbient(true);
    await clock.advance(0);
    await untilReadings(1);
    provider.script(tokenOf('a'), ends(310));
    await clock.advance(10 * MINUTE_MS);
    expect(provider.requests).toHaveLength(1);
    await clock.advance(5_000);
    await untilReadings(2);
    await clock.advance(15 * MINUTE_MS - 1);
    expect(provider.requests).toHaveLength(2);
  });

  it('does not ask again and again where a provider names an end that has always just come', async () => {
    const { book, clock, provider, untilReadings } = await setUp();
    book.setSubscriptions(['a']);
    provider.script(tokenOf('a'), { windows: { '5h': { utilization: '0.5', reset: START_MS / 1000 + 1 } } });
    await book.setAmbient(true);
    await clock.advance(0);
    await untilReadings(1);
    await clock.advance(MINUTE_MS - 1);
    expect(provider.requests).toHaveLength(1);
    await clock.advance(1);
    await untilReadings(2);
    await clock.advance(15 * MINUTE_MS - 1);
    expect(provider.requests).toHaveLength(2);
  });

  it('looks every 5 minutes at one that is refused', async () => {
    const { book, clock, provider, untilReadings } = await setUp();
    book.setSubscriptions(['a']);
    provider.script(tokenOf('a'), { mode: 'bare-429' });
    await book.setAmbient(true);
    await clock.advance(0);
    await untilReadings(1);
    await clock.advance(5 * MINUTE_MS - 1);
    expect(provider.requests).toHaveLength(1);
    await clock.advance(1);
    await untilReadings(2);
  });

  it('does not probe a subscription that traffic has just measured', async () => {
    const { book, clock, observe, provider } = await setUp();
    book.setSubscriptions(['a']);
    observe('a', at('0.2', '0.6'));
    await book.setAmbient(true);
    await clock.advance(14 * MINUTE_MS);
    observe('a', at('0.2', '0.6'));
    await clock.advance(14 * MINUTE_MS);
    expect(provider.requests).toHaveLength(0);
  });

  it('goes on when the wall clock was set back', async () => {
    const { book, clock, observe, provider, untilReadings } = await setUp();
    book.setSubscriptions(['a']);
    provider.script(tokenOf('a'), at('0.2', '0.6'));
    observe('a', at('0.2', '0.6'));
    await book.setAmbient(true);
    clock.setNow(clock.now() - 86_400_000);
    await clock.advance(15 * MINUTE_MS);
    await untilReadings(2);
  });

  it('is silent when it is off, and a click still works', async () => {
    const { book, clock, provider } = await setUp();
    provider.script(tokenOf('a'), at('0.2', '0.6'));
    await book.setAmbient(true);
    await book.setAmbient(false);
    await clock.advance(60 * MINUTE_MS);
    expect(provider.requests).toHaveLength(0);
    expect((await book.refresh('a', never))?.reading.status).toBe('ok');
    expect(clock.pending).toBe(1);
  });

  it('ends a look under way when it stops', async () => {
    const { book, clock, provider } = await setUp();
    provider.script(tokenOf('a'), { mode: 'stall' });
    await book.setAmbient(true);
    await clock.advance(0);
    await provider.arrived(1);
    await book.stop();
    await book.stop();
    expect(clock.pending).toBe(0);
  });
});

describe('what the book tells of', () => {
  it('is each tier once, also after a restart', async () => {
    const first = await setUp();
    for (const seven of ['0.7', '0.76', '0.8', '0.96', '0.97']) first.observe('a', at('0.1', seven));
    const told = first.events.filter(({ type }) => type !== 'reading');
    expect(told).toMatchObject([
      { type: 'alert', alert: { tier: 'warn', window: '7d' } },
      { type: 'alert', alert: { tier: 'crit' } },
      { type: 'nearWall', subscriptionId: 'a', window: '7d', utilizationPct: 96 },
    ]);
    await first.book.stop();
    const second = await setUp(first.file);
    second.observe('a', at('0.1', '0.98'));
    expect(second.events.map(({ type }) => type)).toEqual(['reading']);
  });

  it('is once that nothing is left anywhere', async () => {
    const { observe, events } = await setUp();
    for (const id of ['a', 'b', 'a']) observe(id, at('0.1', '0.97'));
    expect(events.filter(({ type }) => type === 'fleetFull')).toEqual([
      { type: 'fleetFull', untilMs: WEEK_END_S * 1000 },
    ]);
  });

  it('never holds a token, and neither does the file', async () => {
    const { book, events, file, provider } = await setUp();
    for (const mode of ['ok', 'quota', 'invalid'] as const) {
      provider.script(tokenOf('a'), at('0.97', '0.97', { mode }));
      book.forget('a');
      await book.refresh('a', never);
    }
    await book.stop();
    expect(JSON.stringify(events) + (await readFile(file, 'utf8'))).not.toContain('token-of-a');
  });
});

describe('the file of the book', () => {
  it('brings readings and history back', async () => {
    const first = await setUp();
    first.observe('a', at('0.3', '0.4'));
    await first.book.stop();
    const second = await setUp(first.file);
    expect(second.book.reading('a')).toEqual(first.book.reading('a'));
    expect(second.book.history('a')).toHaveLength(1);
    await expectMode(first.file, 0o600);
  });

  it('is written once for changes within 2 seconds', async () => {
    const { book, clock, file, observe } = await setUp();
    for (let index = 0; index < 50; index += 1) observe('a', at('0.3', `0.${index + 10}`));
    await expect(stat(file)).rejects.toThrow('ENOENT');
    expect(clock.pending).toBe(1);
    await clock.advance(2_000);
    expect(clock.pending).toBe(0);
    await book.stop();
    expect(await readFile(file, 'utf8')).toContain('"utilizationPct":59');
  });

  it.each(['{"version":1,', '{"version":99,"subscriptions":{},"fired":[]}', 'null'])(
    'is set aside when it cannot be understood: %s',
    async content => {
      const folder = await tempHome();
      const file = join(folder, 'book.json');
      await writeFile(file, content);
      const { book, observe, warnings } = await setUp(file);
      expect(warnings).toEqual(['headroom history was unreadable and is set aside']);
      observe('a', at('0.3', '0.4'));
      await book.stop();
      expect((await readdir(folder)).sort()).toEqual(['book.json', 'book.json.unreadable']);
      expect(await readFile(`${file}.unreadable`, 'utf8')).toBe(content);
    },
  );

  it('that cannot be written is told of and stops nothing', async () => {
    const folder = await tempHome();
    await writeFile(join(folder, 'taken'), '');
    const { book, observe, warnings } = await setUp(join(folder, 'taken', 'book.json'));
    observe('a', at('0.3', '0.4'));
    await book.stop();
    expect(book.reading('a')).toBeDefined();
    expect(warnings).toContain('headroom history cannot be written');
  });
});
