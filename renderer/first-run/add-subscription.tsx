import { useRef, useState } from 'react';
import { TextField } from '../parts/field-controls.tsx';
import { usePage } from '../state/page-context.ts';
import { AddForm } from './add-form.tsx';
import type { PageProps } from './page.tsx';
import { SecretField, takeSecret } from './secret-field.tsx';

/** The provider has its own, shorter limit. */
const LIMIT_MS = 40_000;

/** Asks for a subscription and its token. */
export function AddSubscription({ act, isStale }: PageProps) {
  const { text } = usePage();
  const words = text.firstRun.subscriptions;
  const [name, setName] = useState('');
  const [hasToken, setTokenTyped] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const token = useRef<HTMLInputElement>(null);
  const isDisabled = act.isRunning || isStale;
  const add = (): void => {
    const subscription = { name: name.trim(), token: takeSecret(token) };
    setTokenTyped(false);
    setAdding(true);
    act.run([{ name: 'addSubscription', subscription }], {
      limitMs: LIMIT_MS,
      saysSuccess: true,
      onDone: () => setName(''),
    });
  };
  return (
    <AddForm
      title={words.addSubscription}
      command={['gatehouse', 'sub', 'add', name.trim() === '' ? 'NAME' : name.trim()]}
      verb={act.isRunning && isAdding ? words.adding : words.add}
      canAdd={!isDisabled && name.trim() !== '' && hasToken}
      onAdd={add}
      secret={
        <SecretField
          label={words.token}
          hint={words.tokenHint}
          place={token}
          isDisabled={isDisabled}
          onTyped={setTokenTyped}
        />
      }
    >
      <TextField label={words.name} hint={words.nameHint} value={name} isDisabled={isDisabled} onChange={setName} />
    </AddForm>
  );
}
