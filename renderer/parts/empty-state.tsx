import type { ReactNode } from 'react';

/** What will stand here, and the one thing to do until then. */
export function EmptyState({ sentence, children }: { sentence: string; children?: ReactNode }) {
  return (
    <div className="empty-state">
      <p className="second">{sentence}</p>
      {children}
    </div>
  );
}
