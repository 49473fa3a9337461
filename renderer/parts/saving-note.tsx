import { usePage } from '../state/page-context.ts';
import { useElapsed } from '../state/use-now.ts';
import type { Saving } from '../state/use-save.ts';
import { CommandNote } from './command-note.tsx';
import { ProgressLine } from './progress-line.tsx';

/** How it goes with a file that is saved: a line of progress once a person has waited a second, then what came of it. */
export function SavingNote({ saving }: { saving: Saving }) {
  return (
    <>
      {saving.isRunning && <Slow />}
      {(saving.isRunning || saving.outcome !== undefined) && <CommandNote outcome={saving.outcome} />}
    </>
  );
}

function Slow() {
  const { text } = usePage();
  const hasWaited = useElapsed(1_000);
  return hasWaited && <ProgressLine words={text.acts.savingFile} />;
}
