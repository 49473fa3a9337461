import type { ReactNode } from 'react';
import { usePage } from '../state/page-context.ts';
import { Dialog } from './dialog.tsx';

/** Asks before something that cannot be taken back. The safe button comes first and has the focus. */
export function ConfirmDialog({
  isOpen,
  title,
  children,
  confirm,
  onConfirm,
  onClose,
}: {
  isOpen: boolean;
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** Names the act: “Remove”, never “OK”. */
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { text } = usePage();
  return (
    <Dialog isOpen={isOpen} title={title} onClose={onClose}>
      <div className="second">{children}</div>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {text.frame.cancel}
        </button>
        <button
          type="button"
          className="button primary"
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {confirm}
        </button>
      </div>
    </Dialog>
  );
}
