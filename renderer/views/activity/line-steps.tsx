import type { ActivityStep } from '../../../electron/contract/index.ts';
import { EntrySentence } from '../../parts/entry-text.tsx';
import { usePage } from '../../state/page-context.ts';
import { useSpan } from './use-span.ts';

/** What led to an entry, with the time since the first step. Nothing when it came at once. */
export function LineSteps({ steps }: { steps: readonly ActivityStep[] }) {
  const { text } = usePage();
  const span = useSpan();
  if (steps.length === 0) return null;
  return (
    <section>
      <h3>{text.views.activity.happened}</h3>
      <ol className="steps">
        {steps.map(({ code, sentence, offsetMs, event }, index) => (
          // Steps never change places.
          <li key={`${index}-${code}`}>
            <span className="quiet">{span(offsetMs)}</span>
            <span>
              <EntrySentence event={event} sentence={sentence} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
