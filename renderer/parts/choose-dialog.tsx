import type { KeyboardEvent } from 'react';
import { usePage } from '../state/page-context.ts';
import { Dialog } from './dialog.tsx';

/** One of the things to choose from. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** Beside the label. */
  readonly hint?: string | undefined;
  readonly isCurrent?: boolean;
}

/** A dialog that asks for one of several things: a click or Enter chooses at once. */
export function ChooseDialog({
  isOpen,
  title,
  detail,
  choices,
  onChoose,
  onClose,
}: {
  isOpen: boolean;
  title: string;
  detail: string;
  choices: readonly Choice[];
  onChoose: (id: string) => void;
  onClose: () => void;
}) {
  const { text } = usePage();
  return (
    <Dialog isOpen={isOpen} title={title} onClose={onClose}>
      <p className="second">{detail}</p>
      <ul className="choices" onKeyDown={moveFocus}>
        {choices.map(({ id, label, hint, isCurrent }) => (
          <li key={id}>
            <button
              type="button"
              className="choice"
              aria-current={isCurrent === true ? 'true' : undefined}
              onClick={() => {
                onClose();
                onChoose(id);
              }}
            >
              <span className="cut" title={label}>
                {label}
              </span>
              {hint !== undefined && <span className="quiet cut">{hint}</span>}
            </button>
          </li>
        ))}
      </ul>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {text.frame.cancel}
        </button>
      </div>
    </Dialog>
  );
}

/** Arrows, Home and End move through the choices. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button')];
  const at = buttons.findIndex(button => button === document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  buttons[Math.min(Math.max(next, 0), buttons.length - 1)]?.focus();
}
