import { useEffect, useRef } from 'react';
import type { Pages } from '../state/use-pages.ts';
import { ErrorBand } from './error-band.tsx';
import { ProgressLine } from './progress-line.tsx';

/** So far before the end is in sight, the next page is read, in pixels. */
const AHEAD = 600;

/** The end of a list that is read page by page: reads on when one comes near, by a button, and says why it could not. */
export function OlderPages({
  pages,
  isStale,
  words,
}: {
  pages: Pages<unknown>;
  isStale: boolean;
  words: { readonly older: string; readonly readingOlder: string; readonly olderFailed: string };
}) {
  const { hasMore, isReading, failure, readOn } = pages;
  const end = useRef<HTMLDivElement>(null);
  const readsAhead = hasMore && !isReading && !isStale && failure === undefined;

  useEffect(() => {
    const root = end.current?.closest('.split-list') ?? null;
    if (!readsAhead || end.current === null) return;
    const observer = new IntersectionObserver(
      found => {
        if (found.some(({ isIntersecting }) => isIntersecting)) readOn();
      },
      { root, rootMargin: `0px 0px ${AHEAD}px` },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [readsAhead, readOn]);

  if (!hasMore) return null;
  return (
    <div className="older-pages" ref={end}>
      {failure !== undefined ? (
        <ErrorBand
          title={words.olderFailed}
          code={failure.code}
          sentence={failure.sentence}
          remedy={failure.remedy}
          diagnosis={() => JSON.stringify({ ...failure, at: new Date().toISOString() }, null, 2)}
          onRetry={readOn}
        />
      ) : isReading ? (
        <ProgressLine words={words.readingOlder} />
      ) : (
        <button type="button" className="button" disabled={isStale} onClick={readOn}>
          {words.older}
        </button>
      )}
    </div>
  );
}
