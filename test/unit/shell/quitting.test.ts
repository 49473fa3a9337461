import { describe, expect, it } from 'vitest';
import { HANDOVER_LIMIT_MS, QUIT_LIMIT_MS, Quitting } from '../../../electron/shell/quitting.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

function setUp() {
  const clock = new VirtualClock();
  const happened: string[] = [];
  const quitting = new Quitting({ clock, exit: code => happened.push(`exit ${code}`) });
  quitting.onWaiting(() => happened.push('told'));
  return { clock, happened, quitting };
}

const never = (): Promise<void> => new Promise<void>(() => undefined);

describe('the end of the application', () => {
  it('closes what was opened, newest first, and ends', async () => {
    const { clock, happened, quitting } = setUp();
    quitting.onEnd(() => void happened.push('network'));
    quitting.onEnd(async () => void happened.push('core'));

    quitting.quit();
    expect(quitting.signal.aborted).toBe(true);
    await clock.advance(0);
    expect(happened).toEqual(['core', 'network', 'exit 0']);
    expect(clock.pending).toBe(0);
  });

  it('goes on when a part throws', async () => {
    const { clock, happened, quitting } = setUp();
    quitting.onEnd(() => void happened.push('network'));
    quitting.onEnd(() => {
      throw new Error('stuck');
    });
    quitting.onEnd(() => Promise.reject(new Error('stuck')));

    quitting.begin(1);
    await clock.advance(0);
    expect(happened).toEqual(['network', 'exit 1']);
  });

  it('says that it waits, and is over in time even when a part hangs', async () => {
    const { clock, happened, quitting } = setUp();
    quitting.onEnd(never);

    quitting.quit();
    await clock.advance(999);
    expect(happened).toEqual([]);
    await clock.advance(1);
    expect(happened).toEqual(['told']);
    await clock.advance(QUIT_LIMIT_MS);
    expect(happened).toEqual(['told', 'exit 0']);
  });

  it('comes at once for a person who asks again after having been told', async () => {
    const { clock, happened, quitting } = setUp();
    quitting.onEnd(never);

    quitting.quit();
    quitting.quit();
    await clock.advance(1_000);
    expect(happened).toEqual(['told']);
    quitting.begin();
    expect(happened).toEqual(['told']);
    quitting.quit();
    await clock.advance(QUIT_LIMIT_MS);
    expect(happened).toEqual(['told', 'exit 0']);
  });

  it('takes the several announcements of one shutdown for one', async () => {
    const { clock, happened, quitting } = setUp();
    quitting.onEnd(never);

    quitting.begin();
    await clock.advance(5_000);
    quitting.begin();
    expect(happened).toEqual(['told']);
  });

  it('waits for whoever took the end over to ask for it, but not for ever', async () => {
    for (const isAsked of [true, false]) {
      const { clock, happened, quitting } = setUp();
      quitting.onLast(() => happened.push('last') > 0);
      quitting.quit();
      await clock.advance(HANDOVER_LIMIT_MS - 1);
      expect(happened).toEqual(['last']);
      if (isAsked) quitting.quit();
      else await clock.advance(1);
      expect(happened).toEqual(['last', 'exit 0']);
      await clock.advance(HANDOVER_LIMIT_MS);
      expect(happened).toEqual(['last', 'exit 0']);
    }
  });
});
