import { useEffect } from 'react';

/** One key combination. */
export interface Shortcut {
  /** As in `KeyboardEvent.key`, lower case. */
  readonly key: string;
  /** `mod` is Ctrl, on macOS Cmd; `none` are plain keys. */
  readonly with: 'mod' | 'mod-shift' | 'none';
  /** False: it did not apply, and the key keeps its own meaning. */
  run(): boolean | void;
}

/** Listens for `shortcuts` in the whole page. Plain keys do nothing while a field has the focus or a dialog is open. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.repeat || event.altKey || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      const match = shortcuts.find(shortcut => shortcut.key === key && isHeld(event, shortcut.with));
      if (match === undefined || match.run() === false) return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [shortcuts]);
}

function isHeld(event: KeyboardEvent, modifiers: Shortcut['with']): boolean {
  const mod = event.ctrlKey || event.metaKey;
  if (modifiers === 'mod-shift') return mod && event.shiftKey;
  if (modifiers === 'mod') return mod && !event.shiftKey;
  // With Shift as well: where “?” lies is the keyboard's affair.
  return !mod && document.querySelector('dialog[open]') === null && !isField(event.target);
}

/** Whether what has the focus takes text. */
function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

/** The name of the modifier on this system. */
export function modifierName(userAgent: string): string {
  return userAgent.includes('Mac OS') ? 'Cmd' : 'Ctrl';
}
