import { describe, expect, it } from 'vitest';
import { teeStatus } from '../../helpers/snapshots.ts';
import { policy } from './support.ts';

const MINUTE_MS = 60_000;

/** A policy on a computer that has just gone offline, or is back. */
function travelling(locale = 'en') {
  const made = policy({}, locale);
  const leave = (): void => {
    made.state.offline = { since: made.clock.now(), gates: ['gateway', 'tee'] };
    made.take({ type: 'computerOffline', at: made.clock.now(), gates: ['gateway', 'tee'] });
  };
  const comeBack = (): void => {
    const since = made.state.offline?.since ?? 0;
    delete made.state.offline;
    made.take({ type: 'computerOnline', at: made.clock.now(), since });
  };
  return { ...made, leave, comeBack };
}

describe('a computer that is offline', () => {
  it('is told after five minutes, once, and taken back when it is online', async () => {
    const { clock, shown, cleared, last, leave, comeBack } = travelling();
    leave();
    await clock.advance(5 * MINUTE_MS - 1);
    expect(shown).toEqual([]);
    await clock.advance(1);
    expect(last()).toMatchObject({
      category: 'application',
      title: 'This computer is offline',
      body: 'It has been for 5 minutes. Everything that needs a network goes on by itself once it is back.',
    });
    await clock.advance(24 * 60 * MINUTE_MS);
    expect(shown).toHaveLength(1);
    comeBack();
    expect(cleared).toContain('application');
  });

  it('is not told when it is back before, however often that happens', async () => {
    const { clock, shown, leave, comeBack } = travelling();
    for (let times = 0; times < 5; times += 1) {
      leave();
      await clock.advance(4 * MINUTE_MS);
      comeBack();
      await clock.advance(MINUTE_MS);
    }
    expect(shown).toEqual([]);
  });

  it('is told again the next time', async () => {
    const { clock, shown, leave, comeBack } = travelling();
    for (let times = 0; times < 2; times += 1) {
      leave();
      await clock.advance(5 * MINUTE_MS);
      comeBack();
      await clock.advance(60 * MINUTE_MS);
    }
    expect(shown).toHaveLength(2);
  });

  it('speaks German, within the room that systems give', async () => {
    const { clock, last, leave } = travelling('de');
    leave();
    await clock.advance(5 * MINUTE_MS);
    expect(last()?.title).toBe('Dieser Rechner ist offline');
    expect(last()?.body.length).toBeLessThanOrEqual(120);
  });

  it('is the one thing that is told: no gate is reported lost because of it', async () => {
    const { clock, take, state, shown, leave } = travelling();
    const at = clock.now();
    take({ type: 'registryUnreachable', at, since: at, reason: 'No answer.' });
    take({ type: 'teeSelectionFailed', at, code: 'registry_unreachable', reason: 'No answer.' });
    leave();
    const registry = { ...teeStatus().registry, unreachableSince: at };
    state.tee = teeStatus({ state: 'offline', health: 'working', current: null, registry });
    await clock.advance(60 * MINUTE_MS);
    expect(shown.map(({ notice }) => notice.title)).toEqual(['This computer is offline']);
  });
});
