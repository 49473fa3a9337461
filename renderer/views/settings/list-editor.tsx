import { useRef } from 'react';
import { usePage } from '../../state/page-context.ts';
import { type ControlProps, onLineKey } from './control-props.ts';
import { entriesOf } from './setting-value.ts';

const NO_ENTRIES: readonly string[] = [];

/** A list in its order: one field per entry, which can be removed, moved up, and added to. */
export function ListEditor({ setting, name, draft, ties }: ControlProps) {
  const { text, formats } = usePage();
  const words = text.views.settings;
  const group = useRef<HTMLDivElement>(null);
  const stored = Array.isArray(setting.value) ? setting.value.map(String) : NO_ENTRIES;
  const entries = draft.typed === undefined || typeof draft.typed === 'string' ? stored : draft.typed;
  // Entries have no other name than their place.
  const rows = entries.map((entry, index) => ({ entry, index }));
  const { disabled } = ties;

  const type = (next: readonly string[]): void => draft.type(next, entriesOf(next));
  const save = (next: readonly string[]): void => draft.choose(entriesOf(next), next);
  const add = (): void => {
    type([...entries, '']);
    // The new field is there once React has drawn it.
    requestAnimationFrame(() => [...(group.current?.querySelectorAll('input') ?? [])].at(-1)?.focus());
  };
  return (
    <div
      ref={group}
      className="list-editor"
      role="group"
      aria-label={name}
      aria-describedby={ties['aria-describedby']}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) draft.commit();
      }}
    >
      {rows.map(({ entry, index }) => {
        const place = formats.number(index + 1);
        const without = entries.filter((_, at) => at !== index);
        return (
          <div key={index} className="list-entry">
            <input
              id={index === 0 ? ties.id : undefined}
              type="text"
              className="input mono"
              aria-label={words.listEntry(name, place)}
              aria-invalid={ties['aria-invalid']}
              aria-describedby={ties['aria-describedby']}
              disabled={disabled}
              value={entry}
              spellCheck={false}
              autoComplete="off"
              onChange={event => type(entries.map((old, at) => (at === index ? event.target.value : old)))}
              onKeyDown={event => onLineKey(event, draft)}
            />
            <button
              type="button"
              className="button ghost icon"
              aria-label={words.listUp(name, place)}
              title={words.listUp(name, place)}
              disabled={disabled || index === 0}
              onClick={() => save(movedUp(entries, index))}
            >
              ↑
            </button>
            <button
              type="button"
              className="button ghost icon"
              aria-label={words.listRemove(name, place)}
              title={words.listRemove(name, place)}
              disabled={disabled}
              onClick={() => save(without)}
            >
              ×
            </button>
          </div>
        );
      })}
      <button
        type="button"
        id={entries.length === 0 ? ties.id : undefined}
        className="button"
        aria-label={words.listAddTo(name)}
        disabled={disabled || entries.includes('')}
        onClick={add}
      >
        {words.listAdd}
      </button>
      {entries.length === 0 && <span className="quiet">{words.listNone}</span>}
    </div>
  );
}

/** The entries with that one before its neighbour. */
export function movedUp(entries: readonly string[], index: number): readonly string[] {
  const entry = entries[index];
  if (entry === undefined || index === 0) return entries;
  const rest = entries.filter((_, at) => at !== index);
  return [...rest.slice(0, index - 1), entry, ...rest.slice(index - 1)];
}

/** A list of which each possible entry is known: one box each. */
export function ChoiceList({ name, draft, ties, options }: ControlProps & { options: readonly string[] }) {
  const chosen = Array.isArray(draft.value) ? draft.value.map(String) : NO_ENTRIES;
  const { id, disabled } = ties;
  return (
    <div className="choice-list" role="group" aria-label={name} aria-describedby={ties['aria-describedby']}>
      {options.map((option, index) => (
        <label key={option}>
          <input
            type="checkbox"
            id={index === 0 ? id : undefined}
            disabled={disabled}
            checked={chosen.includes(option)}
            onChange={event => {
              const wanted = options.filter(one => (one === option ? event.target.checked : chosen.includes(one)));
              draft.choose(wanted);
            }}
          />
          <span className="mono">{option}</span>
        </label>
      ))}
    </div>
  );
}
