import type { RpcEndpointStatus, Told } from '../../contract/index.ts';
import { type Clock, errorMessage, sleep, toldError } from '../platform/index.ts';
import { RegistryError } from './errors.ts';
import type { RegistryReading } from './record.ts';
import type { RegistrySource } from './registry-watch.ts';
import { shortId } from './tee-id.ts';
import { toldTogether } from './told-together.ts';
import { type Ballot, type Dissent, type Tally, tally } from './votes.ts';

/** Options of {@link QuorumSource}. */
export interface QuorumSourceOptions {
  /** One for each endpoint. */
  readonly sources: readonly RegistrySource[];
  /** So many must agree, at least 2. */
  readonly quorum: number;
  readonly clock: Clock;
}

/** Why an endpoint failed, as a sentence and by code. */
type Failure = Omit<Dissent, 'told'> & { readonly told: Told | undefined };

/** When enough agree, the others are waited for so long: long enough to hear a lie, too short to be held up by a dead one. */
const GRACE_MS = 500;
/** Endpoints that are a block apart agree again within it. */
const SECOND_LOOK_MS = 1_500;

/**
 * Believes the registry only as far as several endpoints agree on it. Reads all at once; too few answers are a failure
 * like an outage, different ones an alarm that names who differs.
 */
export class QuorumSource implements RegistrySource {
  readonly rpcHosts: readonly string[];
  readonly address: string;
  readonly chainId: number | null;
  readonly #options: QuorumSourceOptions;
  #endpoints: readonly RpcEndpointStatus[];
  /** Who dissented in the last reading: no second look is needed to believe it of them. */
  #dissenters = '';

  constructor(options: QuorumSourceOptions) {
    const { sources } = options;
    this.#options = options;
    this.rpcHosts = sources.flatMap(({ rpcHosts }) => rpcHosts);
    this.address = sources[0]?.address ?? '';
    this.chainId = sources[0]?.chainId ?? null;
    this.#endpoints = this.rpcHosts.map(host => ({ host, state: 'unread', reason: null }));
  }

  endpoints(): readonly RpcEndpointStatus[] {
    return this.#endpoints;
  }

  /** Throws `registry_unreachable` when too few answer, `registry_misconfigured` when there are too few. */
  async read(signal: AbortSignal): Promise<RegistryReading> {
    const { sources, quorum, clock } = this.#options;
    if (sources.length < quorum) {
      throw new RegistryError('registry_misconfigured', `A quorum of ${quorum} needs as many RPC endpoints.`, {
        remedy: 'Add endpoints to tee.registry.rpcUrls, or lower tee.registry.quorum.',
        told: { code: 'registry_quorum_endpoints', count: quorum },
      });
    }
    let { ballots, result } = await this.#vote(signal);
    if (result.dissent.size > 0 && this.#names(result) !== this.#dissenters) {
      await sleep(clock, SECOND_LOOK_MS, signal);
      ({ ballots, result } = await this.#vote(signal));
    }
    this.#dissenters = this.#names(result);
    return this.#conclude(ballots, result);
  }

  async close(): Promise<void> {
    await Promise.all(this.#options.sources.map(source => source.close()));
  }

  #names({ dissent }: Tally): string {
    return [...dissent.keys()].sort().join();
  }

  async #vote(signal: AbortSignal): Promise<{ ballots: Ballot[]; result: Tally }> {
    const { quorum } = this.#options;
    const { ballots, failures } = await this.#ask(signal);
    const result = tally(ballots, quorum);
    this.#endpoints = this.rpcHosts.map(host => {
      const failure = failures.get(host);
      if (failure !== undefined) return { host, state: 'failed', ...failure };
      const dissent = result.dissent.get(host);
      return dissent === undefined ? { host, state: 'agrees', reason: null } : { host, state: 'disagrees', ...dissent };
    });
    if (ballots.length >= quorum) return { ballots, result };
    const failed = [...failures.values()];
    const reasons = failed.map(({ reason }) => reason).join(' ');
    const answered = `${ballots.length} of ${this.rpcHosts.length} RPC endpoints answered, ${quorum} must agree.`;
    throw new RegistryError('registry_unreachable', `${answered} ${reasons}`.trim(), {
      remedy: 'Check the network connection, or lower tee.registry.quorum.',
      retryable: true,
      told: {
        code: 'registry_quorum_missed',
        count: ballots.length,
        total: this.rpcHosts.length,
        other: String(quorum),
        of: toldTogether(failed.map(({ told }) => told)),
      },
    });
  }

  /** All endpoints at once: until all have ended, or shortly after enough of them agree on everything. */
  async #ask(parent: AbortSignal): Promise<{ ballots: Ballot[]; failures: Map<string, Failure> }> {
    const { sources, quorum, clock } = this.#options;
    const ballots: Ballot[] = [];
    const failures = new Map<string, Failure>();
    const enough = new AbortController();
    const onAbort = (): void => enough.abort(parent.reason);
    parent.addEventListener('abort', onAbort, { once: true });
    if (parent.aborted) onAbort();
    let grace: ReturnType<Clock['schedule']> | undefined;
    await Promise.all(
      sources.map(async source => {
        const host = source.rpcHosts.join(', ');
        try {
          ballots.push({ host, reading: await source.read(enough.signal) });
          if (ballots.length < quorum || tally(ballots, quorum).dissent.size > 0) return;
          grace ??= clock.schedule(GRACE_MS, () => enough.abort(new Error(`${host} was too slow.`)));
        } catch (error) {
          failures.set(
            host,
            enough.signal.aborted ? tooSlow(host) : { reason: errorMessage(error), told: toldError(error) },
          );
        }
      }),
    );
    grace?.cancel();
    parent.removeEventListener('abort', onAbort);
    if (parent.aborted) throw parent.reason;
    return { ballots, failures };
  }

  #conclude(ballots: readonly Ballot[], { agreed, disputed, dissent }: Tally): RegistryReading {
    const unread = ballots[0]?.reading.skipped ?? [];
    const skipped = [
      ...unread,
      ...disputed.map((id, index) => ({
        index: agreed.length + unread.length + index,
        reason: `RPC endpoints do not agree on ${shortId(id)}.`,
        told: { code: 'record_disputed', name: `0x${id}` } as const,
      })),
    ];
    const rpcHost = ballots.map(({ host }) => host).join(', ');
    if (dissent.size === 0) return { records: agreed, skipped, rpcHost };
    const said = [...dissent.values()];
    const reason = said.map(each => each.reason).join(' ');
    const told = toldTogether(said.map(each => each.told));
    const disagreement = { hosts: [...dissent.keys()], reason, ...(told === undefined ? {} : { told }) };
    return { records: agreed, skipped, rpcHost, disagreement };
  }
}

function tooSlow(host: string): Failure {
  return { reason: `${host} did not answer in time.`, told: { code: 'rpc_slow', name: host } };
}
