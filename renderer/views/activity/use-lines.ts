import { useCallback, useMemo } from 'react';
import type { ActivityEntry, ActivityFilter, QueryResult } from '../../../electron/contract/index.ts';
import type { Page } from '../../format/pages.ts';
import { useOwnLine } from '../../parts/entry-text.tsx';
import { usePage } from '../../state/page-context.ts';
import { type Pages, usePages } from '../../state/use-pages.ts';
import { type QueryState, useQuery } from '../../state/use-query.ts';
import { filterFields, fits, type LineFilter, withLive } from './lines.ts';

const LINES_PER_PAGE = 100;
/** The snapshot carries the newest fifty: so often the log is read again, and none is missed. */
const READ_EVERY_LINES = 25;

/** What of the log is shown. */
export interface Lines extends Pages<ActivityEntry> {
  /** Whether `items` are what was asked for, and not what was known before. */
  readonly isCurrent: boolean;
  /** What was asked for. */
  readonly filter: ActivityFilter;
  readonly query: QueryState<QueryResult<'activity.page'>>;
}

/** The log as far as it was read, with what happens meanwhile. */
export function useLines(live: readonly ActivityEntry[], filter: LineFilter, search: string): Lines {
  const { bridge, language } = usePage();
  const own = useOwnLine();
  const wanted: ActivityFilter = useMemo(() => {
    const words = search.trim().slice(0, 200);
    const found = words === '' ? {} : { search: words, ...(language === 'en' ? {} : { language }) };
    return { ...filterFields(filter), ...found };
  }, [filter, search, language]);
  const asked = useMemo(() => ({ name: 'activity.page' as const, ...wanted, limit: LINES_PER_PAGE }), [wanted]);
  const newestId = live[0]?.id ?? 0;
  // The names that the search looks at as well are the host's alone.
  const when = wanted.search === undefined ? Math.floor(newestId / READ_EVERY_LINES) : newestId;
  const query = useQuery(asked, { when });
  const { value, isAnswer } = query;

  const newest = useMemo(() => (isAnswer && value !== undefined ? pageOf(value) : undefined), [value, isAnswer]);
  const ask = useCallback(async (before: number) => pageOf(await bridge.query({ ...asked, before })), [bridge, asked]);
  const pages = usePages({ of: JSON.stringify(asked), newest, keyOf, ask });

  const items = useMemo(() => {
    if (!isAnswer) return value?.entries ?? [];
    return withLive(
      pages.items,
      live.filter(entry => fits(entry, filter, search, own(entry))),
    );
  }, [isAnswer, value, pages.items, live, filter, search, own]);
  return { ...pages, items, isCurrent: isAnswer, filter: wanted, query };
}

function pageOf({ entries, nextBefore }: QueryResult<'activity.page'>): Page<ActivityEntry, number> {
  return { items: entries, next: nextBefore };
}

function keyOf({ id }: ActivityEntry): string {
  return String(id);
}
