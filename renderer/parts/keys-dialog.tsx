import { useEffect, useRef } from 'react';
import { usePage } from '../state/page-context.ts';
import { modifierName } from '../state/use-shortcuts.ts';

/** The list of keys. Escape closes it. */
export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { text } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  const modifier = modifierName(navigator.userAgent);

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  return (
    <dialog ref={dialog} aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">{text.keys.title}</h2>
      <dl>
        <dt>{text.keys.rotate}</dt>
        <dd>
          <kbd>{modifier}</kbd> <kbd>Shift</kbd> <kbd>E</kbd>
        </dd>
        <dt>{text.keys.reconnect}</dt>
        <dd>
          <kbd>{modifier}</kbd> <kbd>Shift</kbd> <kbd>G</kbd>
        </dd>
        <dt>{text.keys.rotateSubscription}</dt>
        <dd>
          <kbd>{modifier}</kbd> <kbd>Shift</kbd> <kbd>S</kbd>
        </dd>
        <dt>{text.keys.copyEndpoint}</dt>
        <dd>
          <kbd>{modifier}</kbd> <kbd>Shift</kbd> <kbd>C</kbd>
        </dd>
        <dt>{text.keys.list}</dt>
        <dd>
          <kbd>?</kbd>
        </dd>
      </dl>
      <button type="button" className="button" onClick={onClose}>
        {text.keys.close}
      </button>
    </dialog>
  );
}
