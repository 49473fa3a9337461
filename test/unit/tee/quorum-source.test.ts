import { describe, expect, it } from 'vitest';
import { QuorumSource, type RegistryReading, type TeeRecord } from '../../../electron/core/tee/index.ts';
import { ScriptedRegistry, unreachable } from '../../helpers/scripted-registry.ts';
import { readingOf, threeRecords } from '../../helpers/tee-records.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const [A, B] = threeRecords();
const forever = (): AbortSignal => new AbortController().signal;
const rekeyed: TeeRecord = { ...A, ohttp: { ...A.ohttp!, keyId: 9, keyConfig: new Uint8Array(0) } };

class Endpoint extends ScriptedRegistry {
  override readonly rpcHosts: string[];

  constructor(host: string, answer: RegistryReading | Error) {
    super(answer);
    this.rpcHosts = [host];
  }
}

function scene(...answers: (RegistryReading | Error)[]) {
  const clock = new VirtualClock();
  const sources = answers.map((answer, index) => new Endpoint(`${'abc'[index]}.example`, answer));
  return { clock, sources, quorum: new QuorumSource({ sources, quorum: 2, clock }) };
}

async function read(clock: VirtualClock, quorum: QuorumSource): Promise<RegistryReading> {
  const reading = quorum.read(forever());
  reading.catch(() => undefined);
  await clock.advance(10_000);
  return reading;
}

const ids = (reading: RegistryReading): string[] => reading.records.map(({ teeId }) => teeId);

describe('QuorumSource', () => {
  it('lists what enough endpoints list with the same keys', async () => {
    const { clock, quorum } = scene(readingOf(A, B), readingOf(A, B), readingOf(A, B));
    const reading = await read(clock, quorum);
    expect(ids(reading)).toEqual([A.teeId, B.teeId]);
    expect(reading.disagreement).toBeUndefined();
    expect(quorum.endpoints().map(({ state }) => state)).toEqual(['agrees', 'agrees', 'agrees']);
    expect(clock.pending).toBe(0);
  });

  it('names the endpoint that lists other keys, and believes the others', async () => {
    const { clock, quorum } = scene(readingOf(A, B), readingOf(rekeyed, B), readingOf(A, B));
    const reading = await read(clock, quorum);
    expect(reading.records).toEqual([A, B]);
    expect(reading.disagreement).toMatchObject({ hosts: ['b.example'] });
    expect(quorum.endpoints()[1]).toMatchObject({
      state: 'disagrees',
      reason: expect.stringContaining('b.example'),
      told: { code: 'rpc_lists_other_keys', name: 'b.example', other: A.teeId },
    });
    expect(reading.disagreement?.told).toMatchObject({ code: 'rpc_lists_other_keys', name: 'b.example' });
  });

  it('believes neither of two that disagree', async () => {
    const { clock, quorum } = scene(readingOf(A, B), readingOf(rekeyed, B));
    const reading = await read(clock, quorum);
    expect(ids(reading)).toEqual([B.teeId]);
    expect(reading.disagreement?.hosts).toEqual(['a.example', 'b.example']);
    expect(reading.skipped).toMatchObject([{ told: { code: 'record_disputed', name: A.teeId } }]);
  });

  it('looks a second time before it accuses: endpoints may be a block apart', async () => {
    const { clock, sources, quorum } = scene(readingOf(A, B), readingOf(B));
    const reading = quorum.read(forever());
    await clock.advance(100);
    sources[0]!.answer = readingOf(B);
    await clock.advance(10_000);
    expect((await reading).disagreement).toBeUndefined();
    expect(ids(await reading)).toEqual([B.teeId]);
  });

  it('fails like an outage when too few answer', async () => {
    const { clock, quorum } = scene(readingOf(A), unreachable(), unreachable());
    await expect(read(clock, quorum)).rejects.toMatchObject({
      code: 'registry_unreachable',
      message: expect.stringContaining('1 of 3 RPC endpoints answered, 2 must agree.'),
      told: { code: 'registry_quorum_missed', count: 1, total: 3, other: '2' },
    });
  });

  it('is not held up by an endpoint that swallows requests', async () => {
    const { clock, sources, quorum } = scene(readingOf(A), readingOf(A), readingOf(A));
    sources[2]!.hold();
    const reading = quorum.read(forever());
    await clock.advance(500);
    expect(ids(await reading)).toEqual([A.teeId]);
    expect(quorum.endpoints()[2]).toMatchObject({ state: 'failed', told: { code: 'rpc_slow', name: 'c.example' } });
  });

  it('says that it has too few endpoints', async () => {
    const { quorum } = scene(readingOf(A));
    await expect(quorum.read(forever())).rejects.toMatchObject({ code: 'registry_misconfigured' });
  });
});
