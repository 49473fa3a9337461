import { describe, expect, it } from 'vitest';
import { GatehouseError } from '../../../electron/core/platform/index.ts';
import { Attempts } from '../../../electron/core/proxy/attempts.ts';
import type { Call } from '../../../electron/core/proxy/call-ledger.ts';
import { toClientError } from '../../../electron/core/proxy/client-error.ts';
import type { ServingLease, TeeProvider } from '../../../electron/core/proxy/index.ts';
import { RelayError, type RelayFailure } from '../../../electron/core/proxy/relay-error.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const call: Call = {
  holds: () => undefined,
  attemptFailed: () => undefined,
  verified: () => undefined,
  failed: () => undefined,
};

/** Attempts on a relay outside, with all that the gate is told. */
function create(net: { isOffline: boolean; isCut: boolean }) {
  const told: string[] = [];
  const session = { teeId: '0xa', record: { endpoint: 'https://tee.example' } };
  const tees = {
    acquire: async () => {
      told.push('acquire');
      return { session, done: () => undefined } as unknown as ServingLease;
    },
    suspect: async () => {
      told.push('suspect');
      return { replaced: false, checked: true };
    },
    reportUnreachable: () => told.push('report'),
  } as unknown as TeeProvider;
  const outOfReach = { relay: () => net.isOffline, relayNow: () => net.isOffline || net.isCut };
  return { attempts: new Attempts({ tees, clock: new VirtualClock(), logger: silentLogger, outOfReach }), told };
}

async function failureOf(run: Promise<unknown>): Promise<GatehouseError> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof GatehouseError) return error;
  throw new Error('It did not fail as it should.');
}

describe('a request while this computer is offline', () => {
  it('fails at once with what is the matter and what helps, and is not even begun', async () => {
    const { attempts, told } = create({ isOffline: true, isCut: true });
    const error = await failureOf(attempts.run(call, signal, async () => 'an answer'));
    expect(told).toEqual([]);
    expect(toClientError(error)).toMatchObject({
      status: 503,
      body: {
        error: {
          code: 'computer_offline',
          message:
            'This computer is offline, and nothing was sent. ' +
            'Connect it to a network. Gatehouse notices within seconds and goes on by itself.',
          type: 'server_error',
          retryable: true,
        },
      },
    });
  });

  it.each<RelayFailure>(['unreachable', 'reset', 'cut', 'timeout'])(
    'that ends with %s because the network has just gone says nothing about its TEE, and is not sent again',
    async failure => {
      const { attempts, told } = create({ isOffline: false, isCut: true });
      let times = 0;
      const error = await failureOf(
        attempts.run(call, signal, async () => {
          times += 1;
          throw new RelayError(failure, 'x');
        }),
      );
      // Whatever comes after a connection may have run.
      expect(error.code).toBe(failure === 'unreachable' ? 'computer_offline' : `relay_${failure}`);
      expect(error.retryable).toBe(true);
      expect([times, told]).toEqual([1, ['acquire']]);
    },
  );

  it('that the network lost on its second attempt is blamed on no TEE either', async () => {
    const net = { isOffline: false, isCut: false };
    const { attempts, told } = create(net);
    const error = await failureOf(
      attempts.run(call, signal, async (_lease, number) => {
        net.isCut = number === 2;
        throw new RelayError('reset', 'x');
      }),
    );
    expect(error.code).toBe('relay_reset');
    expect(told.filter(what => what === 'report')).toHaveLength(1);
  });

  it.each<[RelayFailure, string]>([
    ['reset', 'relay_reset'],
    ['unreachable', 'computer_offline'],
  ])('that was sent once is not said to be unsent: %s first, then no connection', async (failure, code) => {
    const net = { isOffline: false, isCut: false };
    const { attempts } = create(net);
    const error = await failureOf(
      attempts.run(call, signal, async (_lease, number) => {
        net.isCut = number === 2;
        throw new RelayError(number === 1 ? failure : 'unreachable', 'x');
      }),
    );
    expect(error.code).toBe(code);
  });

  it('that the relay answered is judged as ever', async () => {
    const { attempts, told } = create({ isOffline: false, isCut: true });
    const error = await failureOf(
      attempts.run(call, signal, async () => {
        throw new RelayError('status', 'x', { status: 503 });
      }),
    );
    expect(error.code).toBe('relay_status');
    expect(told).toContain('suspect');
  });
});
