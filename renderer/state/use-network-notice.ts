import { useEffect, useRef } from 'react';
import { usePage } from './page-context.ts';

/** Tells the host once the computer is online again: a page hears of it before the host notices by itself. */
export function useNetworkNotice(isOnline: boolean): void {
  const { bridge } = usePage();
  const wasOnline = useRef(isOnline);
  useEffect(() => {
    const isBack = isOnline && !wasOnline.current;
    wasOnline.current = isOnline;
    // A host that cannot be reached just now looks by itself when it can be.
    if (isBack) bridge.run({ name: 'noticeNetwork' }).catch(() => undefined);
  }, [bridge, isOnline]);
}
