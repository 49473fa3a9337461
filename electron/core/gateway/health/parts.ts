import type { PartName } from './readers.ts';

/** How one part of a gateway's picture is had. */
export interface PartCall {
  readonly part: PartName;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Undefined: answered without any scope. */
  readonly scope: string | undefined;
  /** How often it is asked for when no event says that it changed. */
  readonly everyMs: number;
  /** Events after which it is asked for anew; a trailing dot stands for all that begin so. */
  readonly changedBy: readonly string[];
}

const READ = 'operator.read';
const MINUTE_MS = 60_000;

/**
 * What is asked, in this order after each connect and after lost events. Cheap pictures once a minute; those for which
 * the gateway itself asks others (providers, credentials) every five. `system` is not among them: it comes with each
 * round trip.
 */
export const PART_CALLS: readonly PartCall[] = [
  {
    part: 'presence',
    method: 'system-presence',
    params: {},
    scope: READ,
    everyMs: 5 * MINUTE_MS,
    changedBy: [],
  },
  {
    part: 'sessions',
    method: 'sessions.list',
    params: { limit: 50 },
    scope: READ,
    everyMs: MINUTE_MS,
    changedBy: ['sessions.changed'],
  },
  {
    part: 'channels',
    method: 'channels.status',
    params: { probe: false },
    scope: READ,
    everyMs: MINUTE_MS,
    changedBy: ['channels.', 'channel.'],
  },
  {
    part: 'approvals',
    method: 'exec.approval.list',
    params: {},
    scope: 'operator.approvals',
    everyMs: 5 * MINUTE_MS,
    changedBy: ['exec.approval.'],
  },
  {
    part: 'heartbeat',
    method: 'last-heartbeat',
    params: {},
    scope: READ,
    everyMs: 5 * MINUTE_MS,
    changedBy: [],
  },
  {
    part: 'models',
    method: 'models.list',
    params: { preparedOnly: true },
    scope: READ,
    everyMs: 2 * MINUTE_MS,
    changedBy: ['chat.metadata.changed'],
  },
  {
    part: 'auth',
    method: 'models.authStatus',
    params: {},
    scope: READ,
    everyMs: 5 * MINUTE_MS,
    changedBy: ['chat.metadata.changed'],
  },
  {
    part: 'usage',
    method: 'usage.status',
    params: {},
    scope: READ,
    everyMs: 5 * MINUTE_MS,
    changedBy: [],
  },
];

/** Events whose payload is the part itself. */
export const PART_EVENTS: Readonly<Record<string, PartName>> = {
  health: 'system',
  presence: 'presence',
  'update.available': 'update',
  heartbeat: 'heartbeat',
};

/** True when `event` says that the part of `call` changed. */
export function isChangedBy({ changedBy }: PartCall, event: string): boolean {
  return changedBy.some(pattern => (pattern.endsWith('.') ? event.startsWith(pattern) : event === pattern));
}
