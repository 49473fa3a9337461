import type { TeeStatus, Told } from '../../../electron/contract/index.ts';

/** What a TEE is at the moment. */
export type TeeRole =
  | 'current'
  | 'standby'
  | 'draining'
  | 'available'
  | 'quarantined'
  | 'probation'
  | 'unpinned'
  | 'unusable'
  | 'skipped';

/** One TEE, or one record that cannot be read. Times are milliseconds since the epoch. */
export interface TeeRow {
  /** The id, or the place of a record that has none to read: what the address names. */
  readonly key: string;
  /** Null: the record cannot be read. */
  readonly teeId: string | null;
  readonly role: TeeRole;
  /** Empty when nobody knows. */
  readonly endpoint: string;
  /** Empty when nobody knows. */
  readonly pcrHash: string;
  /** A sentence of the core; null where the role says it all. */
  readonly reason: string | null;
  /** What that says, for languages that make their own. */
  readonly told?: Told | undefined;
  /** Since when it is the current one, ready to take over, left, or out. */
  readonly since: number | null;
  /** When a quarantine ends. */
  readonly until: number | null;
  readonly failures: number;
  readonly inFlight: number;
  /** The place of a record in the registry's answer. */
  readonly index: number | null;
}

/** Those that requests go to or may go to: the current one, the standby, those that still answer, and the available ones. */
export function usableRows(tee: TeeStatus): readonly TeeRow[] {
  const { current, standby, draining, registry } = tee;
  const rows: TeeRow[] = [];
  if (current !== null) rows.push(row({ ...current, role: 'current', since: current.selectedAt }));
  if (standby !== null) rows.push(row({ ...standby, role: 'standby', since: standby.preparedAt }));
  for (const left of draining) {
    if (!has(rows, left.teeId)) rows.push(row({ ...known(tee, left.teeId), ...left, role: 'draining' }));
  }
  const held = new Set(tee.quarantined.map(({ teeId }) => teeId));
  for (const listed of registry.listed) {
    const isFree = listed.usable && !held.has(listed.teeId) && meetsPins(tee, listed) && !has(rows, listed.teeId);
    if (isFree) rows.push(row({ ...listed, role: 'available' }));
  }
  return rows;
}

/** Those that are not used, or only on probation: what failed, what another build runs, what cannot be used or read. */
export function heldRows(tee: TeeStatus): readonly TeeRow[] {
  const { quarantined, registry } = tee;
  const rows = quarantined.map(({ state, ...held }) => row({ ...known(tee, held.teeId), ...held, role: state }));
  for (const listed of registry.listed) {
    if (has(rows, listed.teeId) || (listed.usable && meetsPins(tee, listed))) continue;
    if (tee.current?.teeId === listed.teeId || tee.standby?.teeId === listed.teeId) continue;
    rows.push(row({ ...listed, role: listed.usable ? 'unpinned' : 'unusable' }));
  }
  for (const one of registry.skipped) rows.push(row({ ...one, teeId: null, role: 'skipped' }));
  return rows;
}

/** How often each reason keeps a listed TEE from being used, the most frequent first. */
export function reasonCounts({
  registry,
}: TeeStatus): readonly { readonly reason: string; readonly count: number; readonly told?: Told | undefined }[] {
  const counts = new Map<string, { readonly count: number; readonly told?: Told | undefined }>();
  for (const { usable, reason, told } of registry.listed) {
    if (usable || reason === null) continue;
    counts.set(reason, { count: (counts.get(reason)?.count ?? 0) + 1, ...(told === undefined ? {} : { told }) });
  }
  return [...counts].map(([reason, counted]) => ({ reason, ...counted })).sort((one, other) => other.count - one.count);
}

/** Whether `search` is found in what can be read of a row, case aside. `read`: its texts as the page shows them. */
export function isFound({ key, endpoint, pcrHash }: TeeRow, search: string, read: readonly string[] = []): boolean {
  const wanted = search.trim().toLowerCase();
  return [key, endpoint, pcrHash, ...read].some(text => text.toLowerCase().includes(wanted));
}

/** The same value in any case, with or without 0x, is the same id. */
export function isSameId(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(id: string): string {
  return id.toLowerCase().replace(/^0x/, '');
}

function meetsPins(
  { pins }: TeeStatus,
  { teeId, pcrHash }: { readonly teeId: string; readonly pcrHash: string },
): boolean {
  const isOfBuild = pins.pcrHash === null || isSameId(pins.pcrHash, pcrHash);
  return isOfBuild && (pins.teeId === null || isSameId(pins.teeId, teeId));
}

function has(rows: readonly TeeRow[], teeId: string): boolean {
  return rows.some(known => known.teeId === teeId);
}

/** What the registry lists of it. */
function known({ registry }: TeeStatus, teeId: string): Pick<TeeRow, 'endpoint' | 'pcrHash'> {
  const { endpoint = '', pcrHash = '' } = registry.listed.find(listed => listed.teeId === teeId) ?? {};
  return { endpoint, pcrHash };
}

function row(given: Partial<TeeRow> & Pick<TeeRow, 'teeId' | 'role'>): TeeRow {
  const { teeId, role, index = null } = given;
  return {
    key: teeId ?? `record-${index ?? 0}`,
    teeId,
    role,
    endpoint: given.endpoint ?? '',
    pcrHash: given.pcrHash ?? '',
    reason: given.reason ?? null,
    ...(given.told === undefined ? {} : { told: given.told }),
    since: given.since ?? null,
    until: given.until ?? null,
    failures: given.failures ?? 0,
    inFlight: given.inFlight ?? 0,
    index,
  };
}
