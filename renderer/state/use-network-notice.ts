import { useEffect, useRef } from 'react';
import { usePage } from './page-context.ts';
import { useIsOnline } from './use-online.ts';

/**
 * Tells the host that the network of this page's computer came or went: a page hears of it before the host notices by
 * itself. What it means is the host's to say, which may run on another computer.
 */
export function useNetworkNotice(): void {
  const { bridge } = usePage();
  const isOnline = useIsOnline();
  const wasOnline = useRef(isOnline);
  useEffect(() => {
    const isNews = isOnline !== wasOnline.current;
    wasOnline.current = isOnline;
    // A host that cannot be reached just now looks by itself when it can be.
    if (isNews) bridge.run({ name: 'noticeNetwork' }).catch(() => undefined);
  }, [bridge, isOnline]);
}
