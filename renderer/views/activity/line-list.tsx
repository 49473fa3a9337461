import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import type { ActivityEntry } from '../../../electron/contract/index.ts';
import { usePage } from '../../state/page-context.ts';
import { useDays } from '../../state/use-days.ts';
import { useNow } from '../../state/use-now.ts';
import { LineRow } from './line-row.tsx';
import { byDay } from './lines.ts';

/** The entries by day. Arrows, Home and End move through all of them, Enter opens the detail, Ctrl C copies the id. */
export function LineList({ entries, openId }: { entries: readonly ActivityEntry[]; openId: number | undefined }) {
  const { text } = usePage();
  const days = useDays();
  const now = useNow(60_000);
  const list = useRef<HTMLDivElement>(null);
  const [focusedId, setFocusedId] = useState<number>();
  const [note, setNote] = useState('');
  const groups = useMemo(() => byDay(entries, at => days.key(at)), [entries, days]);
  const tabId = [focusedId, openId].find(id => entries.some(entry => entry.id === id)) ?? entries[0]?.id;

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLAnchorElement>, id: number) => {
      const isCopy = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' && !event.shiftKey;
      if (isCopy && (window.getSelection()?.isCollapsed ?? true)) {
        navigator.clipboard.writeText(String(id)).then(
          () => setNote(text.frame.rowCopied(String(id))),
          () => setNote(text.endpoint.copyFailed),
        );
      } else if (!moveFocus(list.current, event)) {
        return;
      }
      event.preventDefault();
    },
    [text],
  );

  return (
    <div className="lines" ref={list}>
      {groups.map(({ at, entries: ofDay }) => (
        <div key={days.key(at)}>
          <h2>{days.name(at, now)}</h2>
          <ol aria-label={days.name(at, now)}>
            {ofDay.map(entry => (
              <LineRow
                key={entry.id}
                entry={entry}
                isOpen={entry.id === openId}
                canTab={entry.id === tabId}
                onFocus={setFocusedId}
                onKeyDown={onKeyDown}
              />
            ))}
          </ol>
        </div>
      ))}
      <p className="hidden" role="status">
        {note}
      </p>
    </div>
  );
}

/** Moves the focus as the key says; false for a key that moves nothing. */
function moveFocus(list: HTMLElement | null, { key, currentTarget }: KeyboardEvent<HTMLAnchorElement>): boolean {
  const lines = [...(list?.querySelectorAll<HTMLAnchorElement>('a.line') ?? [])];
  const at = lines.indexOf(currentTarget);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[key];
  if (to === undefined) return false;
  lines[Math.min(Math.max(to, 0), lines.length - 1)]?.focus();
  return true;
}
