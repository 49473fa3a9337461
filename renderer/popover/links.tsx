import type { ReactNode } from 'react';
import type { View } from '../../electron/contract/index.ts';

/** A way into the full window. The host reads it as it reads a link from outside; in a browser it is the page itself. */
export function WindowLink({ view, children }: { view: View; children: ReactNode }) {
  const href = 'gatehouse' in window ? `gatehouse://${view}` : `/#${view}`;
  return (
    <a className="button ghost" href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
