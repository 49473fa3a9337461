import { describe, expect, it } from 'vitest';
import { type DomainEvent, type Health, StatusSnapshot } from '../../../electron/contract/index.ts';
import { type LogFields, Redactor } from '../../../electron/core/platform/index.ts';
import { StatusStore } from '../../../electron/core/status/index.ts';
import { statusParts, teeStatus } from '../../helpers/snapshots.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const changed: DomainEvent = { type: 'statusChanged', at: 1 };

function createStore() {
  const clock = new VirtualClock();
  const tee: { health: Health; sentence: string } = { health: 'well', sentence: 'Sealed.' };
  const scrubber = new Redactor();
  scrubber.add('planted-secret-value');
  const errors: string[] = [];
  const logged: (readonly [string, LogFields | undefined])[] = [];
  const log = (level: string) => (_event: string, fields?: LogFields) => void logged.push([level, fields]);
  const store = new StatusStore({
    app: { version: '1', host: 'headless', pid: 1, startedAt: 0, home: '/h', secrets: 's' },
    parts: statusParts({ tee: () => teeStatus(tee), sandbox: () => ({ seed: 'x' }) }),
    clock,
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: event => errors.push(event) },
    scrubber,
  });
  return { clock, tee, store, errors, logged };
}

describe('StatusStore', () => {
  it('gives a snapshot that follows the contract', () => {
    const { store } = createStore();
    store.emit({ type: 'appStarted', at: 1, sandbox: true });
    expect(StatusSnapshot.parse(store.snapshot())).toMatchObject({
      health: 'well',
      sandbox: { seed: 'x' },
      activity: [{ code: 'appStarted' }],
    });
  });

  it('gives the same object until something happens, then one with a higher revision', () => {
    const { store, tee } = createStore();
    const first = store.snapshot();
    expect(store.snapshot()).toBe(first);
    tee.health = 'broken';
    store.emit(changed);
    const second = store.snapshot();
    expect(second.revision).toBeGreaterThan(first.revision);
    expect([first.health, second.health]).toEqual(['well', 'broken']);
  });

  it('lets nobody change a snapshot', () => {
    const snapshot = createStore().store.snapshot() as { tee: { registry: { listed: unknown[] } } };
    expect(() => snapshot.tee.registry.listed.push(1)).toThrow(TypeError);
  });

  it('shows at most 50 activities and remembers more', () => {
    const { store } = createStore();
    for (let index = 0; index < 70; index += 1) store.emit({ type: 'settingChanged', at: 1, key: `k${index}` });
    expect(store.snapshot().activity).toHaveLength(50);
    expect(store.activity()).toHaveLength(70);
  });

  it('lets no secret out, whatever a part quotes', () => {
    const { store, tee } = createStore();
    tee.sentence = 'The relay said planted-secret-value.';
    store.emit({ type: 'registryFailed', at: 1, code: 'c', reason: 'Bearer abcdefghijkl' });
    const text = JSON.stringify(store.snapshot());
    expect(text).not.toContain('planted-secret-value');
    expect(text).not.toContain('abcdefghijkl');
  });

  it('writes each activity to the log once, however often it repeats, and without secrets', () => {
    const { store, logged } = createStore();
    const failed = { type: 'registryUnreachable', at: 1, since: 1, reason: 'refused planted-secret-value' } as const;
    store.emit(failed);
    store.emit(failed);
    store.emit({ type: 'appStarted', at: 2, sandbox: true });
    expect(logged.map(([level, fields]) => [level, fields?.['code']])).toEqual([
      ['warn', 'registryUnreachable'],
      ['info', 'appStarted'],
    ]);
    expect(JSON.stringify(logged)).not.toContain('planted-secret-value');
  });

  it('tells watchers of a burst once, and at most ten times a second, with the newest state', async () => {
    const { store, clock } = createStore();
    const revisions: number[] = [];
    store.subscribe(({ revision }) => revisions.push(revision));
    for (let index = 0; index < 100; index += 1) store.emit(changed);
    await clock.advance(0);
    expect(revisions).toHaveLength(1);
    for (let ms = 0; ms < 1_000; ms += 1) {
      store.emit(changed);
      await clock.advance(1);
    }
    expect(revisions.length).toBeGreaterThanOrEqual(10);
    expect(revisions.length).toBeLessThanOrEqual(11);
    await clock.advance(100);
    expect(revisions.at(-1)).toBe(store.snapshot().revision);
  });

  it('is quiet when nothing happens and after unsubscribing or stopping', async () => {
    const { store, clock } = createStore();
    let calls = 0;
    const unsubscribe = store.subscribe(() => {
      calls += 1;
    });
    await clock.advance(10_000);
    unsubscribe();
    store.emit(changed);
    await clock.advance(1_000);
    store.subscribe(() => {
      calls += 1;
    });
    store.emit(changed);
    store.stop();
    await clock.advance(1_000);
    expect(calls).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('goes on when a watcher throws', async () => {
    const { store, clock, errors } = createStore();
    let calls = 0;
    store.subscribe(() => {
      throw new Error('watcher');
    });
    store.subscribe(() => {
      calls += 1;
    });
    store.emit(changed);
    await clock.advance(100);
    expect(calls).toBe(1);
    expect(errors).toHaveLength(1);
  });
});
