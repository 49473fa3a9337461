import { type ReactNode, useEffect, useId, useRef } from 'react';

/** A native modal dialog with a heading. Escape and a click beside it close it; the focus goes back where it was. */
export function Dialog({
  isOpen,
  title,
  onClose,
  children,
}: {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    // Only the backdrop belongs to the dialog itself: everything inside is an element of its own.
    const onClick = (event: MouseEvent): void => {
      if (event.target === element) element.close();
    };
    element.addEventListener('click', onClick);
    return () => element.removeEventListener('click', onClick);
  }, []);

  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      {isOpen && (
        <div className="dialog-body">
          <h2 id={titleId}>{title}</h2>
          {children}
        </div>
      )}
    </dialog>
  );
}
