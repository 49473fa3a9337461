import { useEffect } from 'react';

/** One key combination: `mod` is Ctrl, on macOS Cmd. */
export interface Shortcut {
  /** As in `KeyboardEvent.key`, lower case. */
  readonly key: string;
  readonly withModAndShift: boolean;
  run(): void;
}

/** Listens for `shortcuts` in the whole page. Plain keys do nothing while a field or a dialog has the focus. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const mod = event.ctrlKey || event.metaKey;
      const match = shortcuts.find(({ key, withModAndShift }) =>
        withModAndShift
          ? mod && event.shiftKey && !event.altKey && event.key.toLowerCase() === key
          : !mod && !event.altKey && event.key === key && document.querySelector('dialog[open]') === null,
      );
      if (match === undefined || event.repeat) return;
      event.preventDefault();
      match.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [shortcuts]);
}

/** The name of the modifier on this system. */
export function modifierName(userAgent: string): string {
  return userAgent.includes('Mac OS') ? 'Cmd' : 'Ctrl';
}
