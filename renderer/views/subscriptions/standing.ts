import type { AgentSummary, LastSwitch, SubscriptionSummary } from '../../../electron/contract/index.ts';
import { type Presentation, SUBSCRIPTION_PRESENTATION } from '../../parts/present.ts';

const PRESENTATIONS: Readonly<Record<string, Presentation | undefined>> = SUBSCRIPTION_PRESENTATION;

/** Shape and colour of a subscription's state; a neutral ring for one that this page does not know. */
export function presentationOf(state: string): Presentation {
  return PRESENTATIONS[state] ?? { shape: 'ring', tone: 'neutral' };
}

/** When a limited subscription returns, milliseconds since the epoch; null: nobody said. */
export function returnOf({ headroom, skipUntil }: SubscriptionSummary): number | null {
  const ends = headroom.windows.flatMap(({ isBlocking, resetsAt }) =>
    isBlocking && resetsAt !== null ? [resetsAt] : [],
  );
  return ends.length === 0 ? skipUntil : Math.max(...ends);
}

/** How the last order to an agent ended, as the status language has it. */
export type ResultKind = 'hot_reloaded' | 'success' | 'no_container' | 'not_running' | 'pending' | 'failed' | 'waiting';

const RESULT_PRESENTATION: Readonly<Record<ResultKind, Presentation>> = {
  hot_reloaded: { shape: 'disc', tone: 'well' },
  success: { shape: 'disc', tone: 'well' },
  no_container: { shape: 'clock', tone: 'neutral' },
  not_running: { shape: 'clock', tone: 'neutral' },
  pending: { shape: 'clock', tone: 'neutral' },
  failed: { shape: 'square', tone: 'broken' },
  waiting: { shape: 'arc', tone: 'working' },
};

/** What a result says: its kind, how that is drawn, and the reason behind a failure. A word of its own for the unknown. */
export interface ReadResult {
  readonly kind: ResultKind | null;
  readonly word: string;
  readonly reason: string | null;
  readonly presentation: Presentation;
}

/** Reads `hot_reloaded`, `failed: …` and the like; null: the order was not carried out yet. */
export function readResult(result: string | null): ReadResult {
  const of = (kind: ResultKind, reason: string | null = null): ReadResult => ({
    kind,
    word: kind,
    reason,
    presentation: RESULT_PRESENTATION[kind],
  });
  if (result === null) return of('waiting');
  const [head = '', ...rest] = result.split(': ');
  const reason = rest.length === 0 ? null : rest.join(': ');
  if (result.includes('restart pending')) return of('pending', reason);
  if (head === 'failed') return of('failed', reason);
  if (Object.hasOwn(RESULT_PRESENTATION, head)) return of(head as ResultKind, reason);
  return { kind: null, word: head.replaceAll('_', ' '), reason, presentation: { shape: 'ring', tone: 'neutral' } };
}

/** Why an agent is where it is: the cause, and what it left when the last switch was its own. */
export function leftBehind(agent: AgentSummary, lastSwitch: LastSwitch | null): string | null {
  if (lastSwitch === null || lastSwitch.agent !== agent.name || lastSwitch.to !== agent.subscription) return null;
  return lastSwitch.from;
}

/** Jobs under way on all agents that say how many. */
export function jobsOf(agents: readonly AgentSummary[]): number {
  return agents.reduce((sum, { health }) => sum + (health.activeTasks ?? 0), 0);
}

/** Whether jobs under way were begun on the token before: the agent says so by its generation. */
export function isOnOldToken({ generation, isConfirmed, health }: AgentSummary): boolean {
  return (health.activeTasks ?? 0) > 0 && !isConfirmed && (health.generation ?? generation) < generation;
}

const ISO_TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A line of the core with the times in it as `format` writes them. */
export function withTimes(line: string, format: (at: number) => string): string {
  return line.replaceAll(ISO_TIME, time => format(Date.parse(time)));
}

/** Rows whose name has all words of `search` in it; a name's parts may be searched in any order. */
export function named<Row>(rows: readonly Row[], search: string, textOf: (row: Row) => string): readonly Row[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? rows : rows.filter(row => words.every(word => textOf(row).toLowerCase().includes(word)));
}
