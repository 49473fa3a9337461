import { useCallback, useRef, useState } from 'react';
import { type Page, withNewest, withOlder } from '../format/pages.ts';
import { type Failure, failureOf } from './failure.ts';
import { usePage } from './page-context.ts';

/** Options of {@link usePages}. */
export interface PagesOptions<Item, Cursor> {
  /** What is listed, e.g. the filter: another one begins anew. */
  readonly of: string;
  /** The newest page as it was answered last; undefined before. The same object as long as it is the same answer. */
  readonly newest: Page<Item, Cursor> | undefined;
  readonly keyOf: (item: Item) => string;
  /** Asks for the page that begins beyond `before`. */
  readonly ask: (before: Cursor) => Promise<Page<Item, Cursor>>;
}

/** A list that is read page by page, backwards. */
export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  readonly isReading: boolean;
  /** Of the last attempt to read on. */
  readonly failure: Failure | undefined;
  /** Reads the next older page. Does nothing while one is read, and at the end. */
  readonly readOn: () => void;
}

interface State<Item, Cursor> {
  readonly of: string;
  readonly newest: Page<Item, Cursor> | undefined;
  readonly known: Page<Item, Cursor>;
  readonly isReading: boolean;
  readonly failure: Failure | undefined;
}

/** Keeps the pages that were read, and puts what is new before them. */
export function usePages<Item, Cursor>(options: PagesOptions<Item, Cursor>): Pages<Item> {
  const { of, newest, keyOf } = options;
  const { text } = usePage();
  const [state, setState] = useState<State<Item, Cursor>>(() => begin(of));
  let current = state.of === of ? state : begin<Item, Cursor>(of);
  if (newest !== undefined && newest !== current.newest) {
    current = { ...current, newest, known: withNewest(current.known, newest, keyOf) };
  }
  // React's way to follow what is given: it renders once more, before anything is shown.
  if (current !== state) setState(current);

  const latest = useRef(options);
  latest.current = options;
  const { next } = current.known;
  const { isReading } = current;
  const { notReached } = text.command;
  const readOn = useCallback(() => {
    if (next === null || isReading) return;
    const change = (changed: (state: State<Item, Cursor>) => Partial<State<Item, Cursor>>): void =>
      // What comes after another list was asked for is of no use.
      setState(last => (last.of === of ? { ...last, ...changed(last) } : last));
    change(() => ({ isReading: true, failure: undefined }));
    latest.current.ask(next).then(
      older =>
        change(({ known }) => ({
          isReading: false,
          known: known.next === next ? withOlder(known, older, latest.current.keyOf) : known,
        })),
      (thrown: unknown) => change(() => ({ isReading: false, failure: failureOf(thrown, notReached) })),
    );
  }, [next, isReading, of, notReached]);

  return { items: current.known.items, hasMore: next !== null, isReading, failure: current.failure, readOn };
}

function begin<Item, Cursor>(of: string): State<Item, Cursor> {
  return { of, newest: undefined, known: { items: [], next: null }, isReading: false, failure: undefined };
}
