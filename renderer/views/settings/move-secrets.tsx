import { useState } from 'react';
import type { Command, StatusSnapshot } from '../../../electron/contract/index.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { ProgressLine } from '../../parts/progress-line.tsx';
import { usePage } from '../../state/page-context.ts';
import { useWork } from '../../state/use-work.ts';

type Place = Extract<Command, { name: 'moveSecrets' }>['to'];

/** Where a host can keep secrets, the best first. */
const PLACES: Readonly<Record<StatusSnapshot['app']['host'], readonly Place[]>> = {
  electron: ['safe-storage', 'encrypted-file'],
  headless: ['keychain', 'encrypted-file'],
};

/** Offers the other places for the secrets; says what each protects from before anything is moved. */
export function MoveSecrets({ app, isStale }: { app: StatusSnapshot['app']; isStale: boolean }) {
  const { bridge, text } = usePage();
  const words = text.acts.moveSecrets;
  const { isRunning, outcome, begin } = useWork();
  const [asked, setAsked] = useState<Place>();
  const move = (to: Place): void =>
    begin(async () => {
      const { changed } = await bridge.run({ name: 'moveSecrets', to });
      return changed
        ? { kind: 'done', sentence: words.moved, remedy: null }
        : { kind: 'nothing', sentence: words.there, remedy: null };
    });
  const places = PLACES[app.host].filter(place => place !== app.secretsIn);
  return (
    <>
      <div className="buttons">
        {places.map(place => (
          <button
            key={place}
            type="button"
            className="button"
            disabled={isStale || isRunning}
            onClick={() => setAsked(place)}
          >
            {words.to[place]}
          </button>
        ))}
      </div>
      {isRunning && <ProgressLine words={words.acting} />}
      <CommandNote outcome={outcome} />
      <ConfirmDialog
        isOpen={asked !== undefined}
        title={words.title}
        confirm={words.act}
        onConfirm={() => asked !== undefined && move(asked)}
        onClose={() => setAsked(undefined)}
      >
        {asked !== undefined && (
          <>
            <p>{words.consent[asked]}</p>
            <p>{words.how}</p>
          </>
        )}
      </ConfirmDialog>
    </>
  );
}
