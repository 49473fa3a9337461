import { useState } from 'react';
import { busyWith, isIdle, type StatusSnapshot, type UpdateCommand } from '../../../electron/contract/index.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { usePage } from '../../state/page-context.ts';
import { outcomeOf } from '../../state/use-command.ts';
import { useWork } from '../../state/use-work.ts';

type Question = 'when-done' | 'now';

/** The acts that make sense where an update stands. What runs is never ended without a question. */
export function UpdateButtons({ snapshot, isStale }: { snapshot: StatusSnapshot; isStale: boolean }) {
  const { bridge, text } = usePage();
  const words = text.updates;
  const { update, canInstall } = snapshot.updates;
  // A download is answered when it is there: no limit of time.
  const { isRunning, outcome, begin } = useWork();
  const [asked, setAsked] = useState<Question>();
  const run = (command: UpdateCommand): void => begin(async () => outcomeOf(await bridge.run(command)));
  const isDisabled = isStale || isRunning;
  const busy = busyWith(snapshot);
  const restart = (): void => (isIdle(busy) ? run({ name: 'installUpdate' }) : setAsked('when-done'));
  const { state } = update;
  const canCheck = state === 'idle' || state === 'failed' || state === 'available' || state === 'ready';
  const canDownload = canInstall && (state === 'available' || (state === 'failed' && update.step === 'download'));
  // The state says already what a step came to; what else went wrong is said here.
  const isNews = outcome?.kind === 'failed' && outcome.code?.startsWith('update_') !== true;
  return (
    <>
      <div className="buttons">
        {canDownload && (
          <button
            type="button"
            className="button"
            disabled={isDisabled}
            onClick={() => run({ name: 'downloadUpdate' })}
          >
            {words.download}
          </button>
        )}
        {state === 'ready' && (
          <button type="button" className="button" disabled={isDisabled} onClick={restart}>
            {words.restart}
          </button>
        )}
        {state === 'waiting' && (
          <>
            <button
              type="button"
              className="button"
              disabled={isDisabled}
              onClick={() => run({ name: 'postponeUpdate' })}
            >
              {words.later}
            </button>
            <button type="button" className="button ghost" disabled={isDisabled} onClick={() => setAsked('now')}>
              {words.restartNow}
            </button>
          </>
        )}
        {(canCheck || state === 'checking') && (
          <button
            type="button"
            className={canDownload || state === 'ready' ? 'button ghost' : 'button'}
            disabled={isDisabled || state === 'checking'}
            onClick={() => run({ name: 'checkForUpdates' })}
          >
            {state === 'checking' ? words.checking : words.check}
          </button>
        )}
      </div>
      {isNews && <CommandNote outcome={outcome} />}
      <ConfirmDialog
        isOpen={asked === 'when-done' && state === 'ready'}
        title={state === 'ready' ? words.waitTitle(update.version) : ''}
        confirm={words.waitConfirm}
        onConfirm={() => run({ name: 'installUpdate' })}
        onClose={() => setAsked(undefined)}
      >
        <p>{words.waitDetail(words.busy(busy))}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asked === 'now' && state === 'waiting'}
        title={words.nowTitle}
        confirm={words.nowConfirm}
        onConfirm={() => run({ name: 'installUpdate', now: true })}
        onClose={() => setAsked(undefined)}
      >
        <p>{words.nowDetail(words.busy(busy))}</p>
      </ConfirmDialog>
    </>
  );
}
