import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../platform/index.ts';
import { FailureLog } from '../failures-log/failure-log.ts';
import {
  type Assignment,
  type AssignmentChange,
  assignmentSchema,
  type ChangeOutcome,
  type FailureEvent,
  type RotationState,
} from '../rotation/state.ts';
import { type OpenedFile, VersionedFile } from '../shared/versioned-file.ts';
import { nextAssignment } from './next-assignment.ts';

const FILE_NAME = 'assignments.json';
/** Ids are never used twice, so old ones only guard against orders that were under way. */
const MOST_RETIRED = 1_000;

const contentSchema = z.object({
  assignments: z.record(z.string(), assignmentSchema),
  retired: z.array(z.string()),
});
type Content = z.infer<typeof contentSchema>;

/** The {@link RotationState} of a host that manages its agents alone: files in the home folder. */
export class LocalState implements RotationState {
  readonly #file: VersionedFile<Content>;
  readonly #failures: FailureLog;
  /** Highest fence by agent. Locks of this process end with it, so the numbers need not outlive it. */
  readonly #fences = new Map<string, bigint>();

  constructor({ home, clock }: { readonly home: string; readonly clock: Clock }) {
    this.#file = new VersionedFile({
      path: join(home, FILE_NAME),
      schema: contentSchema,
      version: 1,
      migrations: {},
      empty: { assignments: {}, retired: [] },
      clock,
    });
    this.#failures = new FailureLog({ home, clock });
  }

  /** Reads the files; gives those that were damaged and moved away. Throws the files' errors. */
  async open(signal: AbortSignal): Promise<readonly NonNullable<OpenedFile['setAside']>[]> {
    const opened = [await this.#file.open(signal), await this.#failures.open(signal)];
    return opened.map(({ setAside }) => setAside).filter(setAside => setAside !== undefined);
  }

  async read(agent: string, signal: AbortSignal): Promise<Assignment | undefined> {
    signal.throwIfAborted();
    return own(this.#file.value.assignments, agent);
  }

  async list(signal: AbortSignal): Promise<readonly Assignment[]> {
    signal.throwIfAborted();
    return Object.values(this.#file.value.assignments);
  }

  async agentCounts(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const { subscriptionId } of await this.list(signal)) {
      if (subscriptionId !== null) counts.set(subscriptionId, (counts.get(subscriptionId) ?? 0) + 1);
    }
    return counts;
  }

  async change(change: AssignmentChange, signal: AbortSignal): Promise<ChangeOutcome> {
    const { agent, fence } = change;
    if (fence < (this.#fences.get(agent) ?? 0n)) return { kind: 'fenced' };
    this.#fences.set(agent, fence);
    return this.#file.update<ChangeOutcome>(value => {
      const current = own(value.assignments, agent);
      if ((current?.generation ?? 0) !== change.expectedGeneration) {
        return { value, result: { kind: 'changed', current } };
      }
      if (change.subscriptionId !== null && value.retired.includes(change.subscriptionId)) {
        return { value, result: { kind: 'retired' } };
      }
      const assignment = nextAssignment(current, change);
      return { value: withAssignment(value, assignment), result: { kind: 'assigned', assignment } };
    }, signal);
  }

  async settle(
    { agent, generation, result, told, live, landed = [] }: Parameters<RotationState['settle']>[0],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#file.update(value => {
      const current = own(value.assignments, agent);
      if (current !== undefined && current.generation > generation && landed.length > 0) {
        const maybeLive = [...new Set([...current.maybeLive, ...landed])];
        return { value: withAssignment(value, { ...current, confirmedGeneration: 0, maybeLive }), result: undefined };
      }
      if (current?.generation !== generation) return { value, result: undefined };
      const known = live === undefined ? {} : { confirmedGeneration: generation, maybeLive: [...live] };
      return { value: withAssignment(value, { ...current, ...known, result, told }), result: undefined };
    }, signal);
  }

  async forget(agent: string, signal: AbortSignal): Promise<void> {
    await this.#file.update(value => {
      if (own(value.assignments, agent) === undefined) return { value, result: undefined };
      const assignments = { ...value.assignments };
      delete assignments[agent];
      return { value: { ...value, assignments }, result: undefined };
    }, signal);
  }

  /** From now on assignments name `to` where they named `from`. */
  async renameSubscription(from: string, to: string, signal: AbortSignal): Promise<void> {
    const renamed = (id: string): string => (id === from ? to : id);
    await this.#file.update(value => {
      const all = Object.entries(value.assignments).map(([agent, one]) => {
        const subscriptionId = one.subscriptionId === null ? null : renamed(one.subscriptionId);
        return [agent, { ...one, subscriptionId, maybeLive: one.maybeLive.map(renamed) }] as const;
      });
      return { value: { ...value, assignments: Object.fromEntries(all) }, result: undefined };
    }, signal);
  }

  async retire(subscriptionId: string, signal: AbortSignal): Promise<void> {
    await this.#file.update(value => {
      if (value.retired.includes(subscriptionId)) return { value, result: undefined };
      const retired = [...value.retired, subscriptionId].slice(-MOST_RETIRED);
      return { value: { ...value, retired }, result: undefined };
    }, signal);
  }

  appendFailure(event: FailureEvent, signal: AbortSignal): Promise<void> {
    return this.#failures.append(event, signal);
  }

  async failures(
    query: { readonly sinceMs: number; readonly agent?: string | undefined },
    signal: AbortSignal,
  ): Promise<readonly FailureEvent[]> {
    signal.throwIfAborted();
    return this.#failures.since(query.sinceMs, query.agent);
  }

  async latestFailures(signal: AbortSignal): Promise<readonly FailureEvent[]> {
    signal.throwIfAborted();
    return this.#failures.latest();
  }
}

/** An agent may be called like something that every object has. */
function own(assignments: Content['assignments'], agent: string): Assignment | undefined {
  return Object.hasOwn(assignments, agent) ? assignments[agent] : undefined;
}

function withAssignment(value: Content, assignment: Assignment): Content {
  return { ...value, assignments: { ...value.assignments, [assignment.agent]: assignment } };
}
