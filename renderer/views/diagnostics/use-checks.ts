import { useCallback, useEffect, useRef, useState } from 'react';
import type { DiagnosticCheck, DiagnosticReport } from '../../../electron/contract/index.ts';
import { type Failure, failureOf } from '../../state/failure.ts';
import { usePage } from '../../state/page-context.ts';
import { type QueryState, useQuery } from '../../state/use-query.ts';

/** One check as the page knows it. */
export interface CheckRow extends Pick<DiagnosticCheck, 'id' | 'gate' | 'title'> {
  readonly isRunning: boolean;
  /** The last result; while it runs again, the one before. */
  readonly result: DiagnosticCheck | undefined;
  /** Why it could not be asked for. */
  readonly failure: Failure | undefined;
}

/** All checks, and how far they are. */
export interface Checks {
  readonly plan: QueryState<DiagnosticReport>;
  readonly rows: readonly CheckRow[];
  readonly isRunning: boolean;
  readonly done: number;
  /** Runs these, or all. */
  readonly run: (ids?: readonly string[]) => void;
}

type Progress = Pick<CheckRow, 'isRunning' | 'result' | 'failure'>;

/** Results that are older than this are looked at again when the view is opened. */
const FRESH_MS = 60_000;
const NOTHING: Progress = { isRunning: false, result: undefined, failure: undefined };

/** Runs each check by itself, so that a slow one holds up no other, and keeps the results while the page lives. */
export function useChecks(): Checks {
  const { bridge, queries, text } = usePage();
  const plan = useQuery({ name: 'diagnostics.checks', only: [] });
  const [progress, setProgress] = useState<Readonly<Record<string, Progress>>>({});
  const isOver = useRef(false);
  const available = plan.value?.available;

  const runOne = useCallback(
    async (id: string): Promise<void> => {
      const query = { name: 'diagnostics.checks' as const, only: [id] };
      const put = (part: Partial<Progress>): void => {
        if (!isOver.current) setProgress(all => ({ ...all, [id]: { ...(all[id] ?? NOTHING), ...part } }));
      };
      put({ isRunning: true, failure: undefined });
      try {
        const { checks, checkedAt } = await bridge.query(query);
        const [result] = checks;
        queries.set(JSON.stringify(query), { value: result, at: checkedAt });
        put({ isRunning: false, result });
      } catch (error) {
        put({ isRunning: false, failure: failureOf(error, text.command.notReached) });
      }
    },
    [bridge, queries, text],
  );
  const run = useCallback(
    (ids?: readonly string[]) => {
      for (const id of ids ?? available?.map(check => check.id) ?? []) void runOne(id);
    },
    [available, runOne],
  );

  const known = available?.map(({ id }) => id).join(' ');
  useEffect(() => {
    isOver.current = false;
    return () => {
      isOver.current = true;
    };
  }, []);
  useEffect(() => {
    if (known === undefined) return;
    const stale: string[] = [];
    const kept: Record<string, Progress> = {};
    for (const id of known.split(' ')) {
      const answer = queries.get(JSON.stringify({ name: 'diagnostics.checks', only: [id] }));
      if (answer !== undefined) kept[id] = { ...NOTHING, result: answer.value as DiagnosticCheck };
      if (answer === undefined || Date.now() - answer.at > FRESH_MS) stale.push(id);
    }
    setProgress(kept);
    for (const id of stale) void runOne(id);
  }, [known, queries, runOne]);

  const rows = (available ?? []).map(check => ({ ...check, ...(progress[check.id] ?? NOTHING) }));
  return {
    plan,
    rows,
    isRunning: rows.some(row => row.isRunning),
    done: rows.filter(row => !row.isRunning && (row.result !== undefined || row.failure !== undefined)).length,
    run,
  };
}
