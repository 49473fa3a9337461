import { useState } from 'react';
import { CommandNote } from '../../parts/command-note.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { usePage } from '../../state/page-context.ts';
import { useRunner } from '../../state/use-command.ts';

/** Starts Gatehouse again; asks while requests are under way. */
export function RestartButton({
  inFlight,
  isInBrowser,
  isStale,
}: {
  /** Requests under way. */
  inFlight: number;
  /** The page has to be opened with a new link afterwards. */
  isInBrowser: boolean;
  isStale: boolean;
}) {
  const { text, formats } = usePage();
  const words = text.acts.restart;
  const runner = useRunner();
  const [isAsking, setAsking] = useState(false);
  const restart = (): void => runner.run({ name: 'restartHost' });
  const isRestarting = runner.isRunning || runner.outcome?.kind === 'done';
  return (
    <>
      <div className="buttons">
        <button
          type="button"
          className="button"
          disabled={isStale || isRestarting}
          onClick={() => (inFlight > 0 ? setAsking(true) : restart())}
        >
          {isRestarting ? words.acting : words.act}
        </button>
      </div>
      {runner.outcome?.kind === 'failed' && <CommandNote outcome={runner.outcome} />}
      <ConfirmDialog
        isOpen={isAsking}
        title={words.title}
        confirm={words.act}
        onConfirm={restart}
        onClose={() => setAsking(false)}
      >
        <p>{inFlight === 1 ? words.inFlightOne : words.inFlight(formats.number(inFlight))}</p>
        {isInBrowser && <p>{words.newLink}</p>}
      </ConfirmDialog>
    </>
  );
}
