import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { ActivityEntry } from '../../../electron/contract/index.ts';

/** Scrolled no further than this, one reads the newest, in pixels. */
const AT_TOP = 8;

/** What is shown while somebody reads further down. */
export interface Held {
  readonly shown: readonly ActivityEntry[];
  /** How many came since. */
  readonly newer: number;
  readonly showNewest: () => void;
}

/** Holds new entries back while the list is scrolled, so that nothing that one reads moves. `of` other entries begins at the top. */
export function useHeld(list: RefObject<HTMLElement | null>, entries: readonly ActivityEntry[], of: string): Held {
  const [heldFrom, setHeldFrom] = useState<number>();
  const newestId = useRef<number>(undefined);
  newestId.current = entries[0]?.id;

  useEffect(() => {
    const scrolling = list.current?.closest('.split-list');
    if (scrolling == null) return;
    const onScroll = (): void =>
      setHeldFrom(id => (scrolling.scrollTop > AT_TOP ? (id ?? newestId.current) : undefined));
    scrolling.addEventListener('scroll', onScroll, { passive: true });
    return () => scrolling.removeEventListener('scroll', onScroll);
  }, [list]);

  const showNewest = useCallback(() => {
    setHeldFrom(undefined);
    list.current?.closest('.split-list')?.scrollTo(0, 0);
  }, [list]);

  const lastOf = useRef(of);
  useEffect(() => {
    if (lastOf.current === of) return;
    lastOf.current = of;
    showNewest();
  }, [of, showNewest]);

  if (heldFrom === undefined) return { shown: entries, newer: 0, showNewest };
  const shown = entries.filter(({ id }) => id <= heldFrom);
  // Other entries than those that were held: the top is about to be shown.
  if (shown.length === 0) return { shown: entries, newer: 0, showNewest };
  return { shown, newer: entries.length - shown.length, showNewest };
}
