import { useEffect, useRef, useState } from 'react';
import { Split } from '../../parts/detail-pane.tsx';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { OlderPages } from '../../parts/older-pages.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { SavingNote } from '../../parts/saving-note.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useDays } from '../../state/use-days.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useSave } from '../../state/use-save.ts';
import type { ViewProps } from '../../state/view-context.ts';
import { ExportDialog } from './export-dialog.tsx';
import { LineDetail } from './line-detail.tsx';
import { LineList } from './line-list.tsx';
import { LINE_FILTERS, type LineFilter } from './lines.ts';
import { NoLines } from './no-lines.tsx';
import { useHeld } from './use-held.ts';
import { useLines } from './use-lines.ts';
import './activity.css';

/** What happened, by day and newest first, and the story of each entry. */
export function Activity({ snapshot, params, isStale, asOf }: ViewProps) {
  const { text, formats } = usePage();
  const days = useDays();
  const words = text.views.activity;
  const [filter, setFilter] = useState<LineFilter>('all');
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed);
  const lines = useLines(snapshot.activity, filter, search);
  const saving = useSave(snapshot.app.host);
  const [isExporting, setExporting] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const { shown, newer, showNewest } = useHeld(list, lines.items, `${filter} ${search}`);
  const openId = idOf(params);
  useFocusOnReturn(list, openId);

  const { value, waiting, failure } = lines.query;
  const isEmpty = lines.isCurrent && shown.length === 0;
  const { keptSince } = value ?? { keptSince: null };
  const filterLabel = (of: LineFilter): string =>
    of === 'all' ? words.all : of === 'problems' ? words.problems : text.gate[of];
  const quoted = lines.filter.search === undefined ? [] : [words.quoted(lines.filter.search)];
  const shownWords = [...(filter === 'all' ? [] : [filterLabel(filter)]), ...quoted];
  const shownFilter = shownWords.length === 0 ? undefined : shownWords.join(', ');
  return (
    <>
      <ViewHead title={text.frame.names.activity} asOf={asOf}>
        <FilterBar
          label={words.filter}
          options={LINE_FILTERS.map(of => ({ value: of, label: filterLabel(of) }))}
          value={filter}
          onChange={setFilter}
        />
        <SearchField value={typed} onChange={setTyped} />
        <button
          type="button"
          className="button"
          disabled={isStale || saving.isRunning || isEmpty}
          onClick={() => setExporting(true)}
        >
          {saving.isRunning ? text.acts.saving : text.acts.export.open}
        </button>
      </ViewHead>
      <ExportDialog
        isOpen={isExporting}
        filter={lines.filter}
        shown={shownFilter}
        saving={saving}
        onClose={() => setExporting(false)}
      />
      <SavingNote saving={saving} />
      {/* The pane says what it cannot read itself. */}
      {(failure !== undefined || waiting !== 'no') && <QueryNote state={lines.query} words={words.reading} />}
      <Split detail={openId !== undefined && <LineDetail key={openId} id={openId} entries={lines.items} />}>
        <div ref={list} className={lines.isCurrent ? 'line-list' : 'line-list old'}>
          {newer > 0 && (
            <div className="newer-place">
              <button type="button" className="button newer" onClick={showNewest}>
                <span aria-hidden="true">↑</span> {words.newer(formats.number(newer))}
              </button>
            </div>
          )}
          <LineList entries={shown} openId={openId} />
          {isEmpty && !lines.hasMore && (
            <NoLines
              filter={filter}
              search={search}
              isStale={isStale}
              onShowAll={() => {
                setFilter('all');
                setTyped('');
              }}
            />
          )}
          <OlderPages pages={lines} isStale={isStale} words={words} />
          {lines.isCurrent && !lines.hasMore && !isEmpty && keptSince !== null && (
            <p className="caption end">{words.end(`${days.name(keptSince, Date.now())} ${days.clock(keptSince)}`)}</p>
          )}
        </div>
      </Split>
    </>
  );
}

/** The entry that the address names; 0, which no entry has, for what is no id. */
function idOf(params: URLSearchParams): number | undefined {
  const id = params.get('id');
  if (id === null) return undefined;
  return /^\d{1,15}$/.test(id) ? Number(id) : 0;
}

/** Where the detail is a page of its own, one comes back to the row that it was opened from. */
function useFocusOnReturn(list: { readonly current: HTMLElement | null }, openId: number | undefined): void {
  const lastId = useRef(openId);
  useEffect(() => {
    const left = lastId.current;
    lastId.current = openId;
    if (openId !== undefined || left === undefined || document.activeElement !== document.body) return;
    list.current?.querySelector<HTMLElement>(`a.line[data-id="${left}"]`)?.focus();
  }, [list, openId]);
}
