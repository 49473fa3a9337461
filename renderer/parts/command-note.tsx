import type { CommandOutcome } from '../state/use-command.ts';
import { ErrorText, ToldText } from '../state/use-sentences.tsx';
import { Sentence } from './sentence.tsx';
import { Shape } from './shape.tsx';
import type { ShapeName, Tone } from './shape-names.ts';

const DRAWN: Readonly<Record<CommandOutcome['kind'], { readonly shape: ShapeName; readonly tone: Tone }>> = {
  done: { shape: 'disc', tone: 'well' },
  nothing: { shape: 'half', tone: 'needs-you' },
  failed: { shape: 'square', tone: 'broken' },
};

/** What a command came to, beneath its gate; read out when it appears. */
export function CommandNote({ outcome }: { outcome: CommandOutcome | undefined }) {
  return (
    <div className="note" role="status">
      {outcome !== undefined && (
        <p>
          <Shape name={DRAWN[outcome.kind].shape} tone={DRAWN[outcome.kind].tone} />
          <span>
            <OutcomeText outcome={outcome} />
            {outcome.remedy !== null && (
              <>
                {' '}
                <ErrorText code={outcome.code ?? null} part="errorRemedy" value={outcome.remedy} />
              </>
            )}
          </span>
        </p>
      )}
    </div>
  );
}

/** In the page's language where the host says by a code what it came to; its own words are English, and marked so. */
function OutcomeText({ outcome: { code, told, sentence } }: { outcome: CommandOutcome }) {
  if (code === null) return <Sentence value={sentence} />;
  if (code !== undefined) return <ErrorText code={code} part="error" value={sentence} />;
  return <ToldText told={told} value={sentence} />;
}
