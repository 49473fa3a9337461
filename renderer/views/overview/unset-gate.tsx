import { useId } from 'react';
import type { View } from '../../../electron/contract/index.ts';
import { Glyph } from '../../parts/glyph.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { navigate } from '../../state/use-route.ts';

/** A gate that is not on duty because nobody has set it up: what it would do, and the way there. */
export function UnsetGate({ title, sentence, view }: { title: string; sentence: string; view: View }) {
  const { text } = usePage();
  const titleId = useId();
  return (
    <section className="gate unset" aria-labelledby={titleId}>
      <div className="identity">
        <Glyph health="unset" size={22} />
        <div>
          <h2 id={titleId}>{title}</h2>
          <StateWord shape="box" tone="neutral" word={text.frame.notSetUp} />
        </div>
      </div>
      <p className="second sentence">{sentence}</p>
      <div className="actions">
        <button type="button" className="button" onClick={() => navigate(view)}>
          {text.frame.setUp}
        </button>
      </div>
    </section>
  );
}
