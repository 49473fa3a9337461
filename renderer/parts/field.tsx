import { type ReactNode, useId } from 'react';
import { usePage } from '../state/page-context.ts';
import { Shape } from './shape.tsx';

/** What each field of a form has. */
export interface FieldProps {
  readonly label: string;
  /** What it does. */
  readonly hint?: ReactNode;
  /** The default as text; undefined: there is none to show. */
  readonly defaultText?: string | undefined;
  /** Why the value cannot be taken; checked while it is typed. */
  readonly error?: string | undefined;
  /** Set when the value differs from the default. */
  readonly onReset?: (() => void) | undefined;
  readonly isDisabled?: boolean;
}

/** The attributes that tie a control to its label, hint and error. */
export interface ControlAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly disabled: boolean;
}

/** A field: label, control, hint with the default, and the error in words. */
export function Field({
  label,
  hint,
  defaultText,
  error,
  onReset,
  isDisabled = false,
  children,
}: FieldProps & { children: (attributes: ControlAttributes) => ReactNode }) {
  const { text } = usePage();
  const id = useId();
  const hasHint = hint !== undefined || defaultText !== undefined;
  const described = [...(hasHint ? [`${id}-hint`] : []), ...(error === undefined ? [] : [`${id}-error`])].join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-control">
        {children({
          id,
          'aria-describedby': described === '' ? undefined : described,
          'aria-invalid': error === undefined ? undefined : true,
          disabled: isDisabled,
        })}
        {onReset !== undefined && (
          <button
            type="button"
            className="button ghost"
            aria-label={text.frame.resetName(label)}
            disabled={isDisabled}
            onClick={onReset}
          >
            {text.frame.reset}
          </button>
        )}
      </div>
      {hasHint && (
        <p className="caption" id={`${id}-hint`}>
          {hint}
          {hint !== undefined && defaultText !== undefined && ' '}
          {defaultText !== undefined && <span>{text.frame.defaultValue(defaultText)}</span>}
        </p>
      )}
      <p className="field-error" id={`${id}-error`} aria-live="polite">
        {error !== undefined && (
          <>
            <Shape name="square" tone="broken" />
            {error}
          </>
        )}
      </p>
    </div>
  );
}
