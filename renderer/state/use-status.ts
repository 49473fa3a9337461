import { useEffect, useState } from 'react';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import type { Connection } from '../bridge/live-bridge.ts';
import { usePage } from './page-context.ts';

/** The newest snapshot, when it came, and whether the line to the host holds. */
export interface Status {
  readonly snapshot: StatusSnapshot | undefined;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly connection: Connection;
}

/** Fetches the state once, then follows it. */
export function useStatus(): Status {
  const { bridge } = usePage();
  const [connection, setConnection] = useState<Connection>({ kind: 'connecting' });
  const [state, setState] = useState<{ snapshot: StatusSnapshot; receivedAt: number }>();

  useEffect(() => bridge.onConnection(setConnection), [bridge]);
  useEffect(() => {
    let isCurrent = true;
    let hasPush = false;
    const take = (snapshot: StatusSnapshot): void => setState({ snapshot, receivedAt: Date.now() });
    const unsubscribe = bridge.onSnapshot(snapshot => {
      hasPush = true;
      take(snapshot);
    });
    // What was pushed meanwhile is newer; and where nothing answers, the connection's state says so.
    bridge.getSnapshot().then(
      snapshot => {
        if (isCurrent && !hasPush) take(snapshot);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
      unsubscribe();
    };
  }, [bridge]);

  return { snapshot: state?.snapshot, receivedAt: state?.receivedAt ?? 0, connection };
}
