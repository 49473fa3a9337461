import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { useRunner } from '../../state/use-command.ts';

/** Shows a file in its folder; only where the host has a desktop: a browser may be on another computer. */
export function ShowFileButton({
  which,
  label,
  host,
  isStale,
}: {
  which: 'settings' | 'log';
  label: string;
  host: StatusSnapshot['app']['host'];
  isStale: boolean;
}) {
  const { run, isRunning, outcome } = useRunner();
  if (host !== 'electron') return null;
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={isStale || isRunning}
        onClick={() => run({ name: 'showFile', which })}
      >
        {label}
      </button>
      {outcome?.kind === 'failed' && <CommandNote outcome={outcome} />}
    </>
  );
}
