import { describe, expect, it } from 'vitest';
import { SurroundingsWatch } from '../../../electron/core/app/surroundings-watch.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

function create() {
  const clock = new VirtualClock();
  const said: string[] = [];
  const around = { addresses: ['192.168.1.5'] };
  const watch = new SurroundingsWatch({
    clock,
    onNetwork: () => said.push('network'),
    onWake: () => said.push('wake'),
    addresses: () => around.addresses,
  });
  watch.start();
  return { clock, said, around, watch };
}

describe('SurroundingsWatch', () => {
  it('says nothing while nothing happens', async () => {
    const { clock, said } = create();
    await clock.advance(3_600_000);
    expect(said).toEqual([]);
  });

  it('tells of another network and of one that is back, not of one that is lost', async () => {
    const { clock, said, around } = create();
    around.addresses = ['10.0.0.7', 'fd00::1'];
    await clock.advance(5_000);
    expect(said).toEqual(['network']);
    around.addresses = [];
    await clock.advance(5_000);
    expect(said).toEqual(['network']);
    around.addresses = ['fd00::1', '10.0.0.7'];
    await clock.advance(60_000);
    expect(said).toEqual(['network', 'network']);
  });

  it('notices a sleep by the wall time that went on, and no clock that was put right', async () => {
    const { clock, said } = create();
    clock.setNow(clock.now() + 4_000);
    await clock.advance(5_000);
    clock.setNow(clock.now() - 600_000);
    await clock.advance(5_000);
    expect(said).toEqual([]);
    clock.setNow(clock.now() + 600_000);
    await clock.advance(5_000);
    expect(said).toEqual(['wake']);
  });

  it('leaves no timer behind', () => {
    const { clock, watch } = create();
    watch.stop();
    expect(clock.pending).toBe(0);
  });

  it('lives on a system that does not tell its addresses', async () => {
    const clock = new VirtualClock();
    const said: string[] = [];
    let isAllowed = false;
    const watch = new SurroundingsWatch({
      clock,
      onNetwork: () => said.push('network'),
      onWake: () => said.push('wake'),
      addresses: () => {
        if (!isAllowed) throw new Error('uv_interface_addresses returned Unknown system error 13');
        return ['192.168.1.5'];
      },
    });
    watch.start();
    await clock.advance(20_000);
    expect(said).toEqual([]);
    isAllowed = true;
    await clock.advance(5_000);
    expect(said).toEqual(['network']);
    watch.stop();
  });
});
