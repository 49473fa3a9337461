import { usePage } from '../../state/page-context.ts';
import { type ControlProps, onLineKey } from './control-props.ts';

/** Two times of day: from and to. Saved when both are there and the pair is left. */
export function HoursEditor({ setting, name, draft, ties }: ControlProps) {
  const { text } = usePage();
  const words = text.views.settings;
  const { id, ...others } = ties;
  const stored = typeof setting.value === 'string' ? setting.value : '-';
  const [from = '', to = ''] = (typeof draft.typed === 'string' ? draft.typed : stored).split('-');
  const type = (first: string, last: string): void => {
    const typed = `${first}-${last}`;
    draft.type(typed, typed === '-' ? null : typed);
  };
  return (
    <div
      className="hours-editor"
      role="group"
      aria-label={name}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) draft.commit();
      }}
    >
      <span className="second">{words.hoursFrom}</span>
      <input
        {...others}
        id={id}
        type="time"
        className="input"
        aria-label={`${name}, ${words.hoursFrom}`}
        value={from}
        onChange={event => type(event.target.value, to)}
        onKeyDown={event => onLineKey(event, draft)}
      />
      <span className="second">{words.hoursTo}</span>
      <input
        {...others}
        type="time"
        className="input"
        aria-label={`${name}, ${words.hoursTo}`}
        value={to}
        onChange={event => type(from, event.target.value)}
        onKeyDown={event => onLineKey(event, draft)}
      />
      {setting.value !== null && (
        <button type="button" className="button ghost" disabled={ties.disabled} onClick={() => draft.choose(null)}>
          {words.hoursClear}
        </button>
      )}
    </div>
  );
}
