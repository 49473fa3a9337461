import type { ReactNode } from 'react';
import type { View } from '../../electron/contract/index.ts';

/** A way into the full window. The host reads it as it reads a link from outside; in a browser it is the page itself. */
export function WindowLink({
  view,
  kind = 'ghost',
  children,
}: {
  view: View;
  kind?: 'ghost' | 'primary';
  children: ReactNode;
}) {
  const href = 'gatehouse' in window ? `gatehouse://${view}` : `/#${view}`;
  return (
    <a className={`button ${kind}`} href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
