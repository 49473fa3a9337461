import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useSentences } from '../../state/use-sentences.tsx';
import { useActions, type ViewProps } from '../../state/view-context.ts';
import { Records } from './records.tsx';

/** Where requests go, and what is not used. */
export function Tees({ snapshot: { tee }, isStale, asOf }: ViewProps) {
  const { text } = usePage();
  const say = useSentences();
  const { checkRegistry, rotateTee } = useActions();
  return (
    <>
      <ViewHead title={text.frame.names.tees} sentence={say.tee(tee)} asOf={asOf}>
        <button
          type="button"
          className="button"
          disabled={checkRegistry.isRunning || isStale}
          onClick={checkRegistry.run}
        >
          {checkRegistry.isRunning ? text.tee.checking : text.tee.check}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={rotateTee.isRunning || isStale}
          onClick={rotateTee.run}
        >
          {rotateTee.isRunning ? text.tee.rotating : text.tee.rotate}
        </button>
      </ViewHead>
      <Records tee={tee} />
    </>
  );
}
