import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { DiagnosticBundle } from '../../../electron/contract/index.ts';
import { QUOTED } from '../../parts/quoted.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { usePage } from '../../state/page-context.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { findMatches } from './find-matches.ts';

/** The text that would be given away, to be read and searched. Enter leads to the next match, Shift Enter to the one before. */
export function Preview({ bundle: { text: content, fileName } }: { bundle: DiagnosticBundle }) {
  const { text, formats } = usePage();
  const words = text.views.diagnostics;
  const [search, setSearch] = useState('');
  const [current, setCurrent] = useState(0);
  const box = useRef<HTMLPreElement>(null);
  const asked = useDebounced(search, 150);
  const places = useMemo(() => findMatches(content, asked), [content, asked]);
  const length = asked.trim().length;

  useEffect(() => setCurrent(0), [places]);
  useEffect(() => {
    const mark = box.current?.querySelector(`[data-match="${current}"]`);
    if (box.current === null || !(mark instanceof HTMLElement)) return;
    // Only within the text: the view itself stays where it is.
    box.current.scrollTop = mark.offsetTop - box.current.clientHeight / 2;
  }, [current, places]);

  const step = (by: number): void => {
    if (places.length > 0) setCurrent((current + by + places.length) % places.length);
  };
  return (
    <div className="preview">
      <div
        className="preview-search"
        role="search"
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.target instanceof HTMLButtonElement) return;
          event.preventDefault();
          step(event.shiftKey ? -1 : 1);
        }}
      >
        <SearchField value={search} onChange={setSearch} label={words.searchBundle} />
        <button
          type="button"
          className="button ghost icon"
          aria-label={words.previous}
          title={words.previous}
          disabled={places.length === 0}
          onClick={() => step(-1)}
        >
          ↑
        </button>
        <button
          type="button"
          className="button ghost icon"
          aria-label={words.next}
          title={words.next}
          disabled={places.length === 0}
          onClick={() => step(1)}
        >
          ↓
        </button>
        <span className="second" role="status">
          {length > 0 &&
            (places.length === 0
              ? words.noMatch
              : words.matches(formats.number(current + 1), formats.number(places.length)))}
        </span>
        <span className="quiet mono cut">{fileName}</span>
      </div>
      {/* Long texts are read with the keyboard, too. */}
      <section aria-label={words.previewOf(fileName)}>
        <pre ref={box} className="mono" {...QUOTED} tabIndex={0}>
          {marked(content, places, length, current)}
        </pre>
      </section>
    </div>
  );
}

function marked(content: string, places: readonly number[], length: number, current: number): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const [index, at] of places.entries()) {
    parts.push(content.slice(from, at));
    parts.push(
      <mark key={at} data-match={index} className={index === current ? 'current' : undefined}>
        {content.slice(at, at + length)}
      </mark>,
    );
    from = at + length;
  }
  parts.push(content.slice(from));
  return parts;
}
