import { Band } from '../../parts/band.tsx';
import { usePage } from '../../state/page-context.ts';

/** What was removed a moment ago, and the way back. */
export function RemovedBand({
  name,
  isRunning,
  isStale,
  onUndo,
}: {
  name: string;
  isRunning: boolean;
  isStale: boolean;
  onUndo: () => void;
}) {
  const { text } = usePage();
  const words = text.views.gateways;
  return (
    <Band
      shape="box"
      tone="neutral"
      title={words.removed(name)}
      buttons={
        <button type="button" className="button" disabled={isRunning || isStale} onClick={onUndo}>
          {isRunning ? words.undoing : words.undo}
        </button>
      }
    >
      <p>{words.removedHint}</p>
    </Band>
  );
}
