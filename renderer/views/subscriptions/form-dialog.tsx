import type { FormEvent, ReactNode } from 'react';
import { Dialog } from '../../parts/dialog.tsx';
import { ProgressLine } from '../../parts/progress-line.tsx';
import { usePage } from '../../state/page-context.ts';
import { FailureBand } from './act-note.tsx';
import type { Act } from './use-act.ts';

/** A dialog with fields and one act: progress and failure show in it, success closes it. */
export function FormDialog({
  title,
  detail,
  act,
  verb,
  acting,
  progress,
  isReady,
  hasSecret = false,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  detail?: ReactNode;
  act: Act;
  verb: string;
  acting: string;
  /** What takes long, when it does. */
  progress: string;
  /** Whether all fields can be taken. */
  isReady: boolean;
  /** A secret was in it, which is gone after an attempt. */
  hasSecret?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { text } = usePage();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !act.isRunning) onSubmit();
  };
  return (
    <Dialog isOpen title={title} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        {detail !== undefined && <div className="second">{detail}</div>}
        {act.failure !== undefined && <FailureBand failure={act.failure} isSecretGone={hasSecret} />}
        {children}
        {act.isSlow && <ProgressLine words={progress} />}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            {act.isRunning ? text.frame.close : text.frame.cancel}
          </button>
          <button type="submit" className="button primary" disabled={!isReady || act.isRunning}>
            {act.isRunning ? acting : verb}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
