import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { Redactor } from '../../../electron/core/platform/index.ts';
import { ActivityBook, ActivityFile, StatusStore } from '../../../electron/core/status/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { statusParts, teeStatus } from '../../helpers/snapshots.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const TEE_A = `0x${'a'.repeat(64)}`;
const TEE_B = `0x${'b'.repeat(64)}`;
const signal = new AbortController().signal;

const NO_FACTS = {
  ...{ subject: null, from: null, to: null, causeCode: null, inFlight: null, lost: null, lastedMs: null },
  ...{ until: null, teeId: null, model: null, receiptId: null, others: [] },
};

async function startStore(path: string, tee = teeStatus()): Promise<StatusStore> {
  const scrubber = new Redactor();
  scrubber.add('planted-secret-value');
  const store = new StatusStore({
    app: { version: '1', host: 'headless', pid: 1, startedAt: 0, home: '/h', secrets: 's' },
    parts: statusParts({ tee: () => tee }),
    clock: new VirtualClock(),
    logger: silentLogger,
    scrubber,
    file: new ActivityFile(path, silentLogger),
  });
  // A file that is open cannot be removed with its folder on Windows.
  onTestFinished(() => store.stop());
  await store.start(signal);
  return store;
}

function failed(at: number, reason = `reason ${at}`): DomainEvent {
  return { type: 'requestFailed', at, code: 'relay_failed', status: 502, reason };
}

describe('the activity log', () => {
  it('goes on where the run before ended, with its entries and growing ids', async () => {
    const path = join(await tempHome(), 'logs', 'activity.jsonl');
    const first = await startStore(path);
    first.emit({ type: 'appStarted', at: 1, sandbox: false });
    first.emit(failed(2, 'planted-secret-value was refused'));
    first.stop();
    await expectMode(path, 0o600);
    expect(await readFile(path, 'utf8')).not.toContain('planted-secret-value');

    const second = await startStore(path);
    second.emit({ type: 'appStarted', at: 3, sandbox: false });
    const { entries } = second.book.page({ limit: 10 });
    expect(entries.map(({ id, code }) => [id, code])).toEqual([
      [3, 'appStarted'],
      [2, 'requestFailed'],
      [1, 'appStarted'],
    ]);
    expect(second.snapshot().activity.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(second.book.keptSince).toBe(1);
  });

  it('keeps the last count of what repeated, without a line for each time', async () => {
    const path = join(await tempHome(), 'activity.jsonl');
    const first = await startStore(path);
    for (let time = 1; time <= 1_000; time += 1) first.emit(failed(time, 'same'));
    first.stop();
    expect((await readFile(path, 'utf8')).split('\n').length).toBeLessThan(15);
    const [entry] = (await startStore(path)).book.page({ limit: 1 }).entries;
    expect(entry).toMatchObject({ id: 1, at: 1_000, count: 1_000 });
  });

  it('passes over lines that are no entries', async () => {
    const path = join(await tempHome(), 'activity.jsonl');
    const first = await startStore(path);
    first.emit(failed(1));
    first.stop();
    await appendFile(path, '{"entry":{"id":2}}\nnonsense\n{"torn": tr');
    expect((await startStore(path)).book.page({ limit: 10 }).entries).toHaveLength(1);
  });
});

describe('a page of the activity log', () => {
  async function filled(): Promise<StatusStore> {
    const store = await startStore(join(await tempHome(), 'activity.jsonl'));
    store.emit({ type: 'appStarted', at: 1, sandbox: false });
    store.emit({ type: 'teeSwitched', at: 2, from: TEE_A, to: TEE_B, cause: 'keys-changed' });
    store.emit({ type: 'agentAdded', at: 3, agent: 'builder' });
    store.emit({ type: 'tokenInvalid', at: 4, subscription: 'team-max', reason: 'status 401' });
    store.emit(failed(5));
    return store;
  }

  it('goes back page by page, newest first, and says when it was the last one', async () => {
    const { book } = await filled();
    const first = book.page({ limit: 2 });
    expect([first.entries.map(({ id }) => id), first.hasMore]).toEqual([[5, 4], true]);
    const last = book.page({ limit: 3, before: 4 });
    expect([last.entries.map(({ id }) => id), last.hasMore]).toEqual([[3, 2, 1], false]);
  });

  it.each([
    [{ gate: 'tee' }, [5, 2]],
    [{ problemsOnly: true }, [5, 4]],
    [{ search: 'BUILDER' }, [3]],
    [{ search: TEE_A.slice(0, 30) }, [2]],
    [{ search: 'team 401' }, [4]],
    [{ gate: 'subscriptions', problemsOnly: true }, [4]],
    [{ search: 'nowhere' }, []],
  ] as const)('filters by %j', async (filter, ids) => {
    expect((await filled()).book.page({ ...filter, limit: 10 }).entries.map(({ id }) => id)).toEqual(ids);
  });
});

describe('a search in another language', () => {
  const german = (id: number) => (id === 3 ? ['Der Port ist belegt.', 'Ein anderes Programm', ''] : undefined);
  const book = new ActivityBook(undefined, ({ id }, language) => (language === 'de' ? german(id) : undefined));
  for (const id of [1, 2, 3]) {
    book.take({
      entry: {
        id,
        at: id,
        gate: 'app',
        tone: 'well',
        code: 'x',
        sentence: 'The port is taken.',
        cause: null,
        count: 1,
      },
      facts: { ...NO_FACTS, subject: `name-${id}` },
      steps: [],
    });
  }
  const found = (search: string, language?: string) =>
    book.matching({ search, ...(language === undefined ? {} : { language }) }).map(({ entry }) => entry.id);

  it('finds what its window shows, and the names', () => {
    expect(found('belegt PROGRAMM', 'de')).toEqual([3]);
    expect(found('name-3 port', 'de')).toEqual([3]);
  });

  it('finds the words of the core where its window shows those, and only there', () => {
    expect(found('taken', 'de')).toEqual([1, 2]);
    expect(found('taken')).toEqual([1, 2, 3]);
    expect(found('belegt')).toEqual([]);
    expect(found('taken', 'xx')).toEqual([1, 2, 3]);
  });
});

describe('the detail of an entry', () => {
  it('tells of a switch from, to, why, what led to it, what was under way and what was lost', async () => {
    const tee = teeStatus({ draining: [{ teeId: TEE_A, inFlight: 3, since: 1_900 }] });
    const store = await startStore(join(await tempHome(), 'activity.jsonl'), tee);
    store.emit({ type: 'teeSelected', at: 500, teeId: TEE_A, endpoint: 'https://a.example' });
    store.emit({ type: 'registryRead', at: 600, listed: 2, usable: 2, skipped: 0 });
    store.emit(failed(1_000));
    store.emit({ type: 'teeQuarantined', at: 1_400, teeId: TEE_A, until: 31_400, reason: 'It does not answer.' });
    store.emit({ type: 'teeSwitched', at: 1_900, from: TEE_A, to: TEE_B, cause: 'quarantine' });
    const id = store.book.nextId - 1;
    expect(store.book.detail(id)).toMatchObject({
      entry: { code: 'teeSwitched' },
      facts: { from: TEE_A, to: TEE_B, causeCode: 'quarantine', inFlight: 3, lost: 1 },
      steps: [
        { code: 'registryRead', offsetMs: 0 },
        { code: 'requestFailed', offsetMs: 400 },
        { code: 'teeQuarantined', offsetMs: 800 },
        { code: 'teeSwitched', offsetMs: 1_300 },
      ],
    });
  });

  it('does not mix the stories of two gateways, or one that is over with the next', async () => {
    const store = await startStore(join(await tempHome(), 'activity.jsonl'));
    const step = { type: 'gatewayTransition', from: 'ready', to: 'waiting', reason: 'closed' } as const;
    const changed = { type: 'gatewayStateChanged', reason: 'closed', afterMs: 700 } as const;
    store.emit({ ...step, at: 1, profile: 'attic', sentence: 'The attic is away.' });
    store.emit({ ...step, at: 2, profile: 'studio', sentence: 'The connection was closed.' });
    store.emit({
      ...changed,
      at: 3,
      profile: 'studio',
      from: 'ready',
      to: 'connecting',
      sentence: 'Connecting to studio.',
    });
    store.emit({ ...step, at: 10, profile: 'studio', sentence: 'Attempt 2.' });
    store.emit({
      ...changed,
      at: 12,
      profile: 'studio',
      from: 'connecting',
      to: 'unreachable',
      sentence: 'No answer.',
    });
    expect(store.book.detail(1)?.steps.map(({ sentence }) => sentence)).toEqual([
      'The connection was closed.',
      'Connecting to studio.',
    ]);
    expect(store.book.detail(2)).toMatchObject({
      facts: { subject: 'studio', from: 'connecting', to: 'unreachable', causeCode: 'closed', lastedMs: 700 },
      steps: [{ sentence: 'Attempt 2.', offsetMs: 0 }, { offsetMs: 2 }],
    });
  });

  it('is not there for an entry that is not kept', async () => {
    const store = await startStore(join(await tempHome(), 'activity.jsonl'));
    expect(store.book.detail(1)).toBeUndefined();
  });
});
