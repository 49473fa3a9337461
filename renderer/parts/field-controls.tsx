import { usePage } from '../state/page-context.ts';
import { useRefusesSecrets } from '../state/refuses-secrets.ts';
import { Field, type FieldProps } from './field.tsx';

/** A line of text; `onCommit` comes with Enter or when the field is left. */
export function TextField({
  value,
  onChange,
  onCommit,
  placeholder,
  isCode = false,
  isSecret = false,
  ...field
}: FieldProps & {
  value: string;
  onChange: (value: string) => void;
  onCommit?: () => void;
  placeholder?: string;
  /** An address or an id. */
  isCode?: boolean;
  /** Says so, and takes nothing, where the host takes no secrets from this page. */
  isSecret?: boolean;
}) {
  const { text } = usePage();
  const isRefused = useRefusesSecrets() && isSecret;
  return (
    <Field {...field} {...(isRefused ? { hint: text.acts.secretsRefused, isDisabled: true } : {})}>
      {attributes => (
        <input
          {...attributes}
          type={isSecret ? 'password' : 'text'}
          className={isCode ? 'input mono' : 'input'}
          value={value}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          onChange={event => onChange(event.target.value)}
          onBlur={onCommit}
          onKeyDown={event => event.key === 'Enter' && onCommit?.()}
        />
      )}
    </Field>
  );
}

/** On or off. */
export function SwitchField({
  value,
  onChange,
  ...field
}: FieldProps & { value: boolean; onChange: (value: boolean) => void }) {
  return (
    <Field {...field}>
      {attributes => (
        <input
          {...attributes}
          type="checkbox"
          role="switch"
          className="switch"
          checked={value}
          onChange={event => onChange(event.target.checked)}
        />
      )}
    </Field>
  );
}

/** One of a few. */
export function SelectField<Value extends string>({
  value,
  options,
  onChange,
  ...field
}: FieldProps & {
  value: Value;
  options: readonly { readonly value: Value; readonly label: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <Field {...field}>
      {attributes => (
        <select
          {...attributes}
          className="input"
          value={value}
          onChange={event => {
            const chosen = options.find(option => option.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {options.map(option => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Several lines, one value each. */
export function ListField({
  value,
  onChange,
  onCommit,
  ...field
}: FieldProps & { value: readonly string[]; onChange: (value: readonly string[]) => void; onCommit?: () => void }) {
  return (
    <Field {...field}>
      {attributes => (
        <textarea
          {...attributes}
          className="input mono"
          rows={Math.min(Math.max(value.length + 1, 2), 8)}
          value={value.join('\n')}
          spellCheck={false}
          onChange={event => onChange(event.target.value === '' ? [] : event.target.value.split('\n'))}
          onBlur={onCommit}
        />
      )}
    </Field>
  );
}
