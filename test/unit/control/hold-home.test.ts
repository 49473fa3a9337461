import { describe, expect, it } from 'vitest';
import { ControlClient, ControlServer, holdHome } from '../../../electron/core/control/index.ts';
import { Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const signal = new AbortController().signal;
const clock = new SystemClock();
const never = () => Promise.reject(new Error('not asked for'));

async function createPlace() {
  return { home: await tempHome(), platform: process.platform, runtimeFolder: '/tmp' } as const;
}

function createServer(place: Awaited<ReturnType<typeof createPlace>>): ControlServer {
  return new ControlServer({
    place,
    snapshot: () => {
      throw new Error('not asked for');
    },
    execute: never,
    receipts: never,
    agentFailed: never,
    agentCredential: never,
    agentKey: never,
    clock,
    logger: silentLogger,
    scrubber: new Redactor(),
  });
}

describe('holdHome', () => {
  it('lets one command work at a time, and tells everybody else that the home is busy', async () => {
    const place = await createPlace();
    const result = await holdHome(place, { clock, signal }, async () => {
      await expect(holdHome(place, { clock, signal }, never)).rejects.toMatchObject({ code: 'home_busy' });
      await expect(new ControlClient({ place, clock }).status(signal)).rejects.toMatchObject({ code: 'home_busy' });
      await expect(createServer(place).start(signal)).rejects.toMatchObject({ code: 'control_taken' });
      return 'done';
    });
    expect(result).toBe('done');
  });

  it('gives the home back, also when the work fails, and waits for no instance', async () => {
    const place = await createPlace();
    await expect(holdHome(place, { clock, signal }, never)).rejects.toThrow('not asked for');
    const server = createServer(place);
    await server.start(signal);
    await expect(holdHome(place, { clock, signal }, never)).rejects.toMatchObject({ code: 'home_busy' });
    await server.stop();
    expect(await holdHome(place, { clock, signal }, async () => 7)).toBe(7);
  });
});
