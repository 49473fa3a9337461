import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { Query, QueryResult } from '../../electron/contract/index.ts';
import { type Failure, failureOf } from './failure.ts';
import { usePage } from './page-context.ts';
import type { CachedAnswer } from './query-cache.ts';

/** A query as a view sees it. */
export interface QueryState<Value> {
  /** The newest answer; while another is asked for, the last one. Undefined: nothing is known yet. */
  readonly value: Value | undefined;
  /** Whether `value` is the answer to this query; false while it is the one to the query before. */
  readonly isAnswer: boolean;
  /** When `value` came, milliseconds since the epoch. */
  readonly at: number | undefined;
  /** `loading` from 300 ms, `slow` from 1 s on: until then waiting is not shown. */
  readonly waiting: 'no' | 'loading' | 'slow';
  /** Of the last attempt; `value` may still be there. */
  readonly failure: Failure | undefined;
  readonly refresh: () => void;
}

/** When a query is asked again. */
export interface QueryOptions {
  /** Again after each such time. */
  readonly everyMs?: number;
  /** Again when this changes, e.g. the id of the newest event. */
  readonly when?: string | number | undefined;
}

const LOADING_AFTER_MS = 300;
const SLOW_AFTER_MS = 1_000;

interface Progress {
  readonly key: string;
  readonly waiting: 'no' | 'loading' | 'slow';
  readonly failure: Failure | undefined;
}

/**
 * Asks the host and follows the answer; `null` asks nothing. What is known is shown meanwhile. An answer that comes after
 * another question was asked is dropped.
 */
export function useQuery<Asked extends Query>(
  query: Asked | null,
  { everyMs, when }: QueryOptions = {},
): QueryState<QueryResult<Asked['name']>> {
  const { bridge, text, queries } = usePage();
  const key = query === null ? '' : JSON.stringify(query);
  const [progress, setProgress] = useReducer((_: Progress, next: Progress) => next, {
    key,
    waiting: 'no',
    failure: undefined,
  });
  const [asks, refresh] = useReducer((count: number) => count + 1, 0);
  const lastShown = useRef<CachedAnswer>(undefined);

  useEffect(() => {
    if (key === '') return;
    const asked = JSON.parse(key) as Asked;
    let isOver = false;
    let timers: ReturnType<typeof setTimeout>[] = [];
    const finish = (failure: Failure | undefined): void => {
      for (const timer of timers) clearTimeout(timer);
      timers = [];
      if (isOver) return;
      setProgress({ key, waiting: 'no', failure });
      if (everyMs !== undefined) timers.push(setTimeout(ask, everyMs));
    };
    const ask = (): void => {
      timers = [
        setTimeout(() => setProgress({ key, waiting: 'loading', failure: undefined }), LOADING_AFTER_MS),
        setTimeout(() => setProgress({ key, waiting: 'slow', failure: undefined }), SLOW_AFTER_MS),
      ];
      bridge.query(asked).then(
        value => {
          if (!isOver) queries.set(key, { value, at: Date.now() });
          finish(undefined);
        },
        (thrown: unknown) => finish(failureOf(thrown, text.command.notReached)),
      );
    };
    ask();
    return () => {
      isOver = true;
      for (const timer of timers) clearTimeout(timer);
    };
  }, [bridge, key, everyMs, when, asks, queries, text]);

  const known = queries.get(key);
  if (known !== undefined) lastShown.current = known;
  // Another page of the same question: the last one stands until the next has come.
  const answer = known ?? (key === '' ? undefined : lastShown.current);
  const isCurrent = progress.key === key;
  return {
    value: answer?.value as QueryResult<Asked['name']> | undefined,
    isAnswer: known !== undefined,
    at: answer?.at,
    waiting: isCurrent ? progress.waiting : 'no',
    failure: isCurrent ? progress.failure : undefined,
    refresh: useCallback(() => refresh(), []),
  };
}
