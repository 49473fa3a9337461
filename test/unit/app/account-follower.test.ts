import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { AccountFollower } from '../../../electron/core/app/account-follower.ts';
import type { GatehouseNetwork, ReopenedNetwork } from '../../../electron/core/app/index.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const SIGNED_IN: DomainEvent = { type: 'accountSignedIn', at: 0, account: 'a', via: 'pasted' };

function network(relay: string, sandbox: GatehouseNetwork['sandbox'] = null): GatehouseNetwork {
  return {
    rpcUrls: [`https://rpc.${relay}`],
    registryAddress: `0x${'a'.repeat(40)}`,
    chainId: null,
    relayUrl: `https://${relay}`,
    bearer: async () => undefined,
    sandbox,
  };
}

/** A host on one network whose settings and account lead to `next`. */
function hostBetween(used: GatehouseNetwork, next: GatehouseNetwork | Error) {
  const clock = new VirtualClock(1_000_000);
  const events: string[] = [];
  const state = { used, isElsewhere: true, isBusy: false, opened: 0, stopped: 0 };
  const follower = new AccountFollower({
    running: {
      get opened() {
        return { network: state.used } as ReopenedNetwork;
      },
      parts: {
        accounts: {
          get isElsewhere() {
            return state.isElsewhere;
          },
        },
      },
      change: async open => {
        state.used = (await open(new AbortController().signal)).network;
      },
    },
    access: {
      reopen: async () => {
        state.opened += 1;
        if (next instanceof Error) throw next;
        return { network: next, stop: async () => void (state.stopped += 1) } as ReopenedNetwork;
      },
    },
    isBusy: () => state.isBusy,
    emit: event => events.push(event.type === 'networkSwitched' ? `to ${event.to}` : event.type),
    clock,
    logger: silentLogger,
  });
  return { follower, clock, events, state };
}

describe('the network of an account', () => {
  it('is gone over to once the end of the login was told, and not before', async () => {
    const { follower, clock, events, state } = hostBetween(network('one.example'), network('two.example'));

    follower.take(SIGNED_IN);
    await clock.advance(499);
    expect(state.opened).toBe(0);
    await clock.advance(1);

    expect([state.used.relayUrl, events]).toEqual(['https://two.example', ['to two.example']]);
  });

  it('is gone over to from the sandbox', async () => {
    const sandbox = network('sandbox.example', { seed: 's', models: [] });
    const { follower, clock, events } = hostBetween(sandbox, network('two.example'));
    follower.take({ type: 'accountSwitched', at: 0, account: 'a' });
    await clock.advance(500);
    expect(events).toEqual(['to two.example']);
  });

  it.each([
    { name: 'it is the one in use', change: { isElsewhere: false } },
    { name: 'the first run decides about it', change: { isBusy: true } },
  ])('is left alone when $name', async ({ change }) => {
    const { follower, clock, state } = hostBetween(network('one.example'), network('two.example'));
    Object.assign(state, change);
    follower.take(SIGNED_IN);
    await clock.advance(500);
    expect(state.opened).toBe(0);
  });

  it.each([
    { name: 'the settings keep the one in use', next: network('one.example') },
    { name: 'only the sandbox would be left', next: network('s.example', { seed: 's', models: [] }) },
  ])('is closed again when $name, and a restart is what is left', async ({ next }) => {
    const { follower, clock, events, state } = hostBetween(network('one.example'), next);
    expect(follower.follows).toBe(true);
    follower.take(SIGNED_IN);
    await clock.advance(500);
    expect([state.used.relayUrl, state.stopped, follower.follows]).toEqual(['https://one.example', 1, false]);
    expect(events).toEqual(['statusChanged']);
  });

  it('that cannot be opened is tried again with the next login only', async () => {
    const { follower, clock, state } = hostBetween(network('one.example'), new Error('no disk'));
    follower.take(SIGNED_IN);
    await clock.advance(60_000);
    expect([state.opened, follower.follows]).toEqual([1, false]);
    follower.take(SIGNED_IN);
    expect(follower.follows).toBe(true);
    await clock.advance(500);
    expect(state.opened).toBe(2);
  });

  it('is not gone over to any more once the host ends', async () => {
    const { follower, clock, state } = hostBetween(network('one.example'), network('two.example'));
    follower.take(SIGNED_IN);
    follower.stop();
    await clock.advance(60_000);
    expect(state.opened).toBe(0);
  });
});
