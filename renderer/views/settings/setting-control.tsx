import type { SettingView } from '../../../electron/contract/index.ts';
import { hrefOf } from '../../format/route.ts';
import { usePage } from '../../state/page-context.ts';
import { type ControlProps, onLineKey } from './control-props.ts';
import { HoursEditor } from './hours-editor.tsx';
import { ChoiceList, ListEditor } from './list-editor.tsx';
import { draftOf, readableAmount, valueOfDraft, valueText } from './setting-value.ts';

/** The control that fits the shape of a setting. */
export function SettingControl(props: ControlProps) {
  const { setting } = props;
  const { shape, managedIn } = setting;
  if (managedIn !== null || shape.kind === 'records') return <ManagedElsewhere {...props} />;
  switch (shape.kind) {
    case 'flag':
      return <FlagControl {...props} />;
    case 'choice':
      return <ChoiceControl {...props} options={shape.options} />;
    case 'list':
      return shape.options === null ? <ListEditor {...props} /> : <ChoiceList {...props} options={shape.options} />;
    case 'hours':
      return <HoursEditor {...props} />;
    default:
      return <LineControl {...props} />;
  }
}

function FlagControl({ draft, ties }: ControlProps) {
  return (
    <input
      {...ties}
      type="checkbox"
      role="switch"
      className="switch"
      checked={draft.value === true}
      onChange={event => draft.choose(event.target.checked)}
    />
  );
}

function ChoiceControl({ setting, draft, ties, options }: ControlProps & { options: readonly string[] }) {
  const { text } = usePage();
  const words = text.views.settings.options[setting.path];
  return (
    <select
      {...ties}
      className="input choice-input"
      value={draftOf(draft.value)}
      onChange={event => draft.choose(event.target.value)}
    >
      {options.map(option => (
        <option key={option} value={option}>
          {words?.[option] ?? option}
        </option>
      ))}
    </select>
  );
}

/** One line: a number with its unit, an address, an id or a text. */
function LineControl({ setting, draft, ties }: ControlProps) {
  const { text, formats } = usePage();
  const { shape } = setting;
  const unit = shape.kind === 'number' ? shape.unit : null;
  const isCode = ['address', 'hash', 'fingerprint', 'url'].includes(shape.kind);
  const amount =
    unit !== null && typeof draft.value === 'number' ? readableAmount(draft.value, unit, formats) : undefined;
  return (
    <>
      <input
        {...ties}
        type="text"
        inputMode={shape.kind === 'number' ? 'numeric' : undefined}
        className={`input${isCode ? ' mono' : ''}${shape.kind === 'number' ? ' short' : ''}`}
        value={typeof draft.typed === 'string' ? draft.typed : draftOf(setting.value)}
        placeholder={placeholderOf(shape)}
        spellCheck={false}
        autoComplete="off"
        onChange={event => draft.type(event.target.value, valueOfDraft(event.target.value, setting))}
        onBlur={draft.commit}
        onKeyDown={event => onLineKey(event, draft)}
      />
      {unit !== null && <span className="second">{text.views.settings.units[unit] ?? unit}</span>}
      {amount !== undefined && <span className="quiet">= {amount}</span>}
    </>
  );
}

/** The usual scheme, in its encrypted form. */
function secureOf([usual = 'https', ...others]: readonly string[]): string {
  return others.find(scheme => scheme === `${usual}s`) ?? usual;
}

function placeholderOf(shape: SettingView['shape']): string | undefined {
  switch (shape.kind) {
    case 'url':
      return `${secureOf(shape.schemes)}://`;
    case 'address':
    case 'hash':
      return '0x…';
    case 'fingerprint':
      return 'ab:cd:…';
    default:
      return undefined;
  }
}

/** What commands of its own change: shown, and where to change it. */
function ManagedElsewhere({ setting, ties }: ControlProps) {
  const { text, formats } = usePage();
  const words = text.views.settings;
  const { value } = setting;
  const shown = Array.isArray(value) && value.length > 0 ? words.gatewayCount(formats.number(value.length)) : undefined;
  return (
    <>
      <span className="cut" title={valueText(setting, value, words, formats)}>
        {shown ?? valueText(setting, value, words, formats)}
      </span>
      <a className="button" id={ties.id} href={hrefOf('gateways')} aria-describedby={ties['aria-describedby']}>
        {words.toGateways}
      </a>
    </>
  );
}
