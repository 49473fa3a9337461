import { beforeAll, describe, expect, it } from 'vitest';
import { openclawProgram } from '../helpers/openclaw-install.ts';
import { Live, prepared } from './openclaw-live.ts';

beforeAll(openclawProgram, 300_000);

describe('a client at a gateway that is not there yet', () => {
  it('connects when it was there first, without a word of failure', async () => {
    const gateway = await prepared();
    const live = new Live(gateway).start();
    await live.witness.until(() => live.status.attempt >= 4);
    expect(live.status).toMatchObject({ state: 'connecting', health: 'working', reason: 'refused' });

    gateway.start();
    await live.isReady();
    expect(live.witness.shown).toEqual(['connecting', 'ready']);
    expect(live.status).toMatchObject({
      health: 'well',
      attempt: 0,
      server: { version: '2026.9.1', protocol: 4 },
      scopes: { granted: ['operator.read'], missing: [] },
    });
  });

  it('connects while it is starting, and takes its "not yet" for an answer', async () => {
    const gateway = await prepared({ startupMs: 2_500 });
    gateway.start();
    await gateway.says('http server listening');
    const live = new Live(gateway).start();
    await live.shows('starting');
    expect(live.status).toMatchObject({ health: 'working', sentence: 'studio is starting.', remedy: null });
    await live.isReady();
    expect(live.witness.shown).toEqual(['connecting', 'starting', 'ready']);
    expect(new Set(live.witness.reasons)).toEqual(
      new Set(['start', 'opened', 'challenged', 'starting', 'retry', 'hello']),
    );
  });
});
