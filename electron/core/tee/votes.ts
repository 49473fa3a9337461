import type { Told } from '../../contract/index.ts';
import type { RegistryReading, TeeRecord } from './record.ts';
import { byValue, shortId } from './tee-id.ts';

/** What one endpoint listed. */
export interface Ballot {
  readonly host: string;
  readonly reading: RegistryReading;
}

/** What an endpoint does that others do not, as a sentence and by code. */
export interface Dissent {
  readonly reason: string;
  readonly told: Told;
}

/** What the endpoints agree on. */
export interface Tally {
  /** Listed with the same keys by enough endpoints, in the order of the first that lists them. */
  readonly agreed: readonly TeeRecord[];
  /** What too few agree on. */
  readonly disputed: readonly string[];
  /** Hosts against the others, each with what it does. */
  readonly dissent: ReadonlyMap<string, Dissent>;
}

/** Everything that decides what is sealed to a TEE and whose answers are believed. */
function fingerprint({ teeId, signingKeyDer, pcrHash, ohttp }: TeeRecord): string {
  const config = ohttp && [ohttp.keyId, ohttp.kemId, ohttp.kdfId, ohttp.aeadId, hex(ohttp.publicKey)].join('/');
  return [byValue(teeId), hex(signingKeyDer), byValue(pcrHash), config].join('/');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/**
 * Counts the votes: a record holds when `quorum` endpoints list it with the same id, build, signing key and HPKE key. An
 * endpoint dissents when it lists a record otherwise than the most do, or not at all; when no side has more, all dissent.
 */
export function tally(ballots: readonly Ballot[], quorum: number): Tally {
  const votes = new Map<string, Map<string, { record: TeeRecord; hosts: string[] }>>();
  for (const { host, reading } of ballots) {
    const seen = new Set<string>();
    for (const record of reading.records) {
      const id = byValue(record.teeId);
      // An id listed twice counts as it is listed first.
      if (seen.has(id)) continue;
      seen.add(id);
      const sides = votes.get(id) ?? new Map<string, { record: TeeRecord; hosts: string[] }>();
      votes.set(id, sides);
      const print = fingerprint(record);
      const side = sides.get(print) ?? { record, hosts: [] };
      sides.set(print, side);
      side.hosts.push(host);
    }
  }
  const agreed: TeeRecord[] = [];
  const disputed: string[] = [];
  const dissent = new Map<string, Dissent>();
  for (const [id, sides] of votes) {
    const best = [...sides.values()].reduce((most, side) => (side.hosts.length > most.hosts.length ? side : most));
    if (best.hosts.length >= quorum) agreed.push(best.record);
    else disputed.push(id);
    if (best.hosts.length === ballots.length) continue;
    for (const [host, reason] of dissenters(id, [...sides.values()], ballots)) {
      if (!dissent.has(host)) dissent.set(host, reason);
    }
  }
  return { agreed, disputed, dissent };
}

const DOES = ['lists', 'rpc_lists'] as const;
const DOES_NOT = ['does not list', 'rpc_lists_not'] as const;
const DOES_OTHERWISE = ['lists other keys for', 'rpc_lists_other_keys'] as const;

function dissenters(
  id: string,
  sides: readonly { readonly hosts: readonly string[] }[],
  ballots: readonly Ballot[],
): [string, Dissent][] {
  const absent = ballots.map(({ host }) => host).filter(host => !sides.some(({ hosts }) => hosts.includes(host)));
  const parties = [...sides.map(({ hosts }) => ({ hosts, lists: true })), { hosts: absent, lists: false }];
  const most = Math.max(...parties.map(({ hosts }) => hosts.length));
  const winners = parties.filter(({ hosts }) => hosts.length === most);
  const losers = winners.length === 1 ? parties.filter(party => party !== winners[0]) : parties;
  return losers.flatMap(({ hosts, lists }) =>
    hosts.map((host): [string, Dissent] => {
      const [what, code] = !lists ? DOES_NOT : sides.length === 1 ? DOES : DOES_OTHERWISE;
      return [
        host,
        { reason: `${host} ${what} ${shortId(id)}, unlike others.`, told: { code, name: host, other: `0x${id}` } },
      ];
    }),
  );
}
