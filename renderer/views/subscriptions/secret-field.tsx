import type { ReactNode, RefObject } from 'react';
import { Field } from '../../parts/field.tsx';

/**
 * A field for a secret. What is typed stays in the element and nowhere else: not in the state of the page, and not in
 * an attribute, where React would keep it.
 */
export function SecretField({
  label,
  hint,
  error,
  place,
  onInput,
}: {
  label: string;
  hint: ReactNode;
  error: string | undefined;
  place: RefObject<HTMLInputElement | null>;
  /** Told of each change with what is in the field. */
  onInput: (text: string) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {attributes => (
        <input
          {...attributes}
          ref={place}
          type="password"
          className="input mono"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onInput={event => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** What is in the field, which is empty from then on. */
export function takeSecret(place: RefObject<HTMLInputElement | null>): string {
  const text = place.current?.value ?? '';
  if (place.current !== null) place.current.value = '';
  return text;
}
