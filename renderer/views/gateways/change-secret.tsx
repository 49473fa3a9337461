import { type FormEvent, useState } from 'react';
import { CommandNote } from '../../parts/command-note.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/field-controls.tsx';
import { usePage } from '../../state/page-context.ts';
import { isTooShort } from './address.ts';
import type { Steps } from './use-steps.ts';

/** Which of the two a secret is, by the name that it is stored under. */
export function secretKind(secret: string): 'token' | 'password' {
  return secret.endsWith('.password') ? 'password' : 'token';
}

/** Asks for the token or password that a gateway refused, stores it, and connects anew. */
export function ChangeSecret({
  secret,
  profile,
  steps,
  onClose,
  onDone,
}: {
  /** The name that it is stored under; undefined: nothing is asked. */
  secret: string | undefined;
  profile: string;
  steps: Steps;
  onClose: () => void;
  /** It was stored. */
  onDone: () => void;
}) {
  const { text } = usePage();
  const words = text.views.gateways;
  const kind = secretKind(secret ?? '');
  return (
    <Dialog isOpen={secret !== undefined} title={words.changeTitle[kind](profile)} onClose={onClose}>
      {secret !== undefined && <SecretForm secret={secret} steps={steps} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

/** Gone with the dialog, and with it what was typed. */
function SecretForm({
  secret,
  steps,
  onClose,
  onDone,
}: {
  secret: string;
  steps: Steps;
  onClose: () => void;
  onDone: () => void;
}) {
  const { text } = usePage();
  const words = text.views.gateways;
  const [value, setValue] = useState('');
  const change = (event: FormEvent): void => {
    event.preventDefault();
    if (value === '' || isTooShort(value) || steps.isRunning) return;
    steps.run([{ name: 'setSecret', secret, value }, { name: 'reconnectGateway' }], { onDone });
  };
  return (
    <form onSubmit={change} noValidate>
      <TextField
        label={words.secret[secretKind(secret)]}
        value={value}
        onChange={setValue}
        isSecret
        hint={words.changeHint(secret)}
        error={isTooShort(value) ? words.secretProblem : undefined}
      />
      {steps.outcome?.kind === 'failed' && <CommandNote outcome={steps.outcome} />}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {text.frame.cancel}
        </button>
        <button
          type="submit"
          className="button primary"
          disabled={value === '' || isTooShort(value) || steps.isRunning}
        >
          {steps.isRunning ? words.storing : words.store}
        </button>
      </div>
    </form>
  );
}
