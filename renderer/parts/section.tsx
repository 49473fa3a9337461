import { type ReactNode, useId } from 'react';
import './section.css';

/** A part of a view: its heading, a few words beside it, and what can be done at the end of the line. */
export function Section({
  title,
  note,
  actions,
  className = '',
  children,
}: {
  title: string;
  /** Beside the title. */
  note?: ReactNode;
  /** Buttons, filters and the search. */
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section className={`section ${className}`.trim()} aria-labelledby={titleId}>
      <div className="section-head">
        <h2 id={titleId}>{title}</h2>
        {note !== undefined && <span className="second">{note}</span>}
        {actions !== undefined && <div className="section-actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
