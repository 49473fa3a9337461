import { type ReactNode, useId } from 'react';
import type { Health } from '../../../electron/contract/index.ts';
import { Glyph } from '../../parts/glyph.tsx';

/** One gate of the overview: name and state, facts, history, two buttons; what a command came to stands beneath. */
export function GateRow({
  health,
  title,
  state,
  asOf,
  caption,
  captionHint,
  facts,
  history,
  actions,
  notes,
}: {
  health: Health;
  title: string;
  state: ReactNode;
  /** Set while the values are old; stands in the caption's place. */
  asOf: string | undefined;
  caption: string;
  captionHint: string;
  facts: ReactNode;
  history: ReactNode;
  actions: ReactNode;
  notes: ReactNode;
}) {
  const titleId = useId();
  return (
    <section className={asOf === undefined ? 'gate' : 'gate old'} aria-labelledby={titleId}>
      <div className="identity">
        <Glyph health={health} size={22} />
        <div>
          <h2 id={titleId}>{title}</h2>
          {state}
          <p className="caption" title={captionHint}>
            {asOf ?? caption}
          </p>
        </div>
      </div>
      {facts}
      <div className="history">{history}</div>
      <div className="actions">{actions}</div>
      {notes}
    </section>
  );
}
