import { usePage } from '../state/page-context.ts';
import { modifierName } from '../state/use-shortcuts.ts';

/** The search of a view; Ctrl F leads here. Escape clears it. */
export function SearchField({
  value,
  onChange,
  label,
}: {
  value: string;
  onChange: (value: string) => void;
  /** Defaults to “Search”. */
  label?: string;
}) {
  const { text } = usePage();
  const name = label ?? text.frame.search;
  return (
    <span className="search-field">
      <input
        type="search"
        aria-label={name}
        placeholder={name}
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-keyshortcuts="Control+F Meta+F"
        onChange={event => onChange(event.target.value)}
      />
      {value === '' && <kbd aria-hidden="true">{modifierName(navigator.userAgent)} F</kbd>}
    </span>
  );
}
