import type { ReactNode } from 'react';

/** The head of a view: its title, its one sentence, and what can be done. */
export function ViewHead({
  title,
  sentence,
  asOf,
  children,
}: {
  title: string;
  sentence?: ReactNode;
  /** Set while the values are old. */
  asOf?: string | undefined;
  /** Buttons, filters and the search. */
  children?: ReactNode;
}) {
  return (
    <header className="view-head">
      <h1 tabIndex={-1}>{title}</h1>
      {sentence !== undefined && <p className="second">{sentence}</p>}
      {asOf !== undefined && <span className="quiet">{asOf}</span>}
      {children !== undefined && <div className="view-actions">{children}</div>}
    </header>
  );
}
