import type { RefObject } from 'react';
import { Field } from '../parts/field.tsx';
import { usePage } from '../state/page-context.ts';
import { useRefusesSecrets } from '../state/refuses-secrets.ts';

/** Where a secret is typed. The page never holds it: it stands in the field until it is taken from there. */
export type SecretPlace = RefObject<HTMLInputElement | null>;

/** A field for a secret. `onTyped`: whether something stands in it. */
export function SecretField({
  label,
  hint,
  place,
  isDisabled,
  onTyped,
}: {
  label: string;
  hint: string;
  place: SecretPlace;
  isDisabled: boolean;
  onTyped: (isTyped: boolean) => void;
}) {
  const { text } = usePage();
  const isRefused = useRefusesSecrets();
  return (
    <Field label={label} hint={isRefused ? text.acts.secretsRefused : hint} isDisabled={isDisabled || isRefused}>
      {attributes => (
        <input
          {...attributes}
          ref={place}
          type="password"
          className="input"
          autoComplete="off"
          spellCheck={false}
          onInput={event => onTyped(event.currentTarget.value.trim() !== '')}
        />
      )}
    </Field>
  );
}

/** What was typed, once: the field is empty afterwards, whatever comes of it. */
export function takeSecret(place: SecretPlace): string {
  const input = place.current;
  if (input === null) return '';
  const value = input.value.trim();
  input.value = '';
  return value;
}
