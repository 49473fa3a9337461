import { describe, expect, it } from 'vitest';
import type { NetworkParts } from '../../../electron/core/app/network-parts.ts';
import type { ReopenedNetwork } from '../../../electron/core/app/parts-options.ts';
import { RunningNetwork } from '../../../electron/core/app/running-network.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';

function script(failing = '') {
  const told: string[] = [];
  const network = (name: string): ReopenedNetwork =>
    ({ network: { relayUrl: name }, stop: async () => void told.push(`close ${name}`) }) as unknown as ReopenedNetwork;
  const running = new RunningNetwork({
    first: network('first'),
    build: ({ network: { relayUrl: name } }) =>
      ({
        lifecycle: {
          start: async () => {
            told.push(`start ${name}`);
            if (name === failing) throw new Error('no key');
          },
          stop: async () => void told.push(`stop ${name}`),
        },
      }) as unknown as NetworkParts,
    logger: silentLogger,
  });
  return { running, told, network };
}

const { signal } = new AbortController();

describe('the network in use', () => {
  it('is replaced only once the new one is open, and closed after its parts have stopped', async () => {
    const { running, told, network } = script();
    await running.start(signal);
    await running.change(async () => {
      told.push('open second');
      return network('second');
    });
    expect(told).toEqual(['start first', 'open second', 'stop first', 'start second', 'close first']);
    expect(running.opened.network.relayUrl).toBe('second');
    await running.stop();
    expect(told.slice(5)).toEqual(['stop second', 'close second']);
  });

  it('stays when the new one cannot be opened', async () => {
    const { running, told } = script();
    await running.start(signal);
    await expect(running.change(() => Promise.reject(new Error('unreachable')))).rejects.toThrow('unreachable');
    expect(told).toEqual(['start first']);
    expect(running.opened.network.relayUrl).toBe('first');
  });

  it('is used again when the parts cannot start on the new one', async () => {
    const { running, told, network } = script('second');
    await running.start(signal);
    await expect(running.change(async () => network('second'))).rejects.toThrow('no key');
    expect(told).toEqual(['start first', 'stop first', 'start second', 'close second', 'start first']);
    await running.change(async () => network('third'));
    expect(running.opened.network.relayUrl).toBe('third');
  });

  it('is left to its host where nothing was changed', async () => {
    const { running, told } = script();
    await running.start(signal);
    await running.stop();
    expect(told).toEqual(['start first', 'stop first']);
    await expect(running.change(() => Promise.reject(new Error('never')))).rejects.toMatchObject({
      code: 'not_running',
    });
  });

  it('changes once at a time', async () => {
    const { running, told, network } = script();
    await running.start(signal);
    await Promise.all([running.change(async () => network('second')), running.change(async () => network('third'))]);
    expect(told.filter(line => line.startsWith('start'))).toEqual(['start first', 'start second', 'start third']);
    await running.settled();
    expect(told.at(-1)).toBe('close second');
  });
});
