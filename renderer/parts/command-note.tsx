import type { CommandOutcome } from '../state/use-command.ts';
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
            <Sentence value={outcome.sentence} />
            {outcome.remedy !== null && (
              <>
                {' '}
                <Sentence value={outcome.remedy} />
              </>
            )}
          </span>
        </p>
      )}
    </div>
  );
}
