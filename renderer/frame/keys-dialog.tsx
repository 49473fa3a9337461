import { Dialog } from '../parts/dialog.tsx';
import { usePage } from '../state/page-context.ts';
import { modifierName } from '../state/use-shortcuts.ts';

/** The list of keys. Escape closes it. */
export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { text } = usePage();
  const { keys } = text;
  const mod = modifierName(navigator.userAgent);
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [keys.views, [mod, '1 – 8']],
    [keys.search, [mod, 'F']],
    [keys.rotate, [mod, 'Shift', 'E']],
    [keys.rotateSubscription, [mod, 'Shift', 'S']],
    [keys.reconnect, [mod, 'Shift', 'G']],
    [keys.copyEndpoint, [mod, 'Shift', 'C']],
    [keys.pause, [mod, 'P']],
    [keys.settings, [mod, ',']],
    [keys.pane, ['F6']],
    [keys.inLists, ['↑', '↓', 'Home', 'End']],
    [keys.detail, ['Enter']],
    [keys.copyId, [mod, 'C']],
    [keys.back, ['Esc']],
    [keys.hide, [mod, 'W']],
    [keys.list, ['?']],
  ];
  return (
    <Dialog isOpen={isOpen} title={keys.title} onClose={onClose}>
      <dl className="keys">
        {rows.map(([name, combination]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {combination.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {keys.close}
        </button>
      </div>
    </Dialog>
  );
}
