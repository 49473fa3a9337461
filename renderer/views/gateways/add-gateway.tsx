import { type FormEvent, useState } from 'react';
import { gatewayId } from '../../../electron/contract/index.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField, TextField } from '../../parts/field-controls.tsx';
import { usePage } from '../../state/page-context.ts';
import { isBadFingerprint, isReadable, isSecure, isTooShort, nameProblem } from './address.ts';
import { useAddressCheck } from './use-address-check.ts';
import type { Steps } from './use-steps.ts';

type SignIn = 'pairing' | 'token' | 'password';
const SIGN_INS: readonly SignIn[] = ['pairing', 'token', 'password'];

/** Asks for a new gateway; what is typed is checked meanwhile. Its secret is stored first, so that the first attempt has it. */
export function AddGateway({
  isOpen,
  taken,
  steps,
  onClose,
  onDone,
}: {
  isOpen: boolean;
  /** Ids of the gateways that there are. */
  taken: readonly string[];
  steps: Steps;
  onClose: () => void;
  /** It was added. */
  onDone: () => void;
}) {
  const { text } = usePage();
  return (
    <Dialog isOpen={isOpen} title={text.views.gateways.addTitle} onClose={onClose}>
      <AddForm taken={taken} steps={steps} onClose={onClose} onDone={onDone} />
    </Dialog>
  );
}

/** Gone with the dialog, and with it what was typed. */
function AddForm({
  taken,
  steps,
  onClose,
  onDone,
}: {
  taken: readonly string[];
  steps: Steps;
  onClose: () => void;
  onDone: () => void;
}) {
  const { text } = usePage();
  const words = text.views.gateways;
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [signIn, setSignIn] = useState<SignIn>('token');
  const [secret, setSecret] = useState('');
  const [fingerprint, setFingerprint] = useState('');
  const problems = { name: nameProblem(name, taken), address: useAddressCheck(address, fingerprint) };
  const usesPin = isSecure(address) && fingerprint.trim() !== '';
  const isBad = problems.name ?? problems.address ?? (usesPin && isBadFingerprint(fingerprint));
  const isMissing =
    name.trim() === '' || address.trim() === '' || (signIn !== 'pairing' && (secret === '' || isTooShort(secret)));
  const canAdd = !isBad && !isMissing && !steps.isRunning;

  const add = (event: FormEvent): void => {
    event.preventDefault();
    const id = gatewayId(name);
    if (!canAdd || id === undefined) return;
    const gateway = {
      name: name.trim(),
      url: address.trim(),
      ...(usesPin ? { tlsFingerprint: fingerprint.trim() } : {}),
    };
    const addIt = { name: 'addGateway', gateway } as const;
    if (signIn === 'pairing') {
      steps.run([addIt], { onDone });
      return;
    }
    const stored = `gateway.${id}.${signIn}`;
    steps.run([{ name: 'setSecret', secret: stored, value: secret }, addIt], {
      undo: { name: 'deleteSecret', secret: stored },
      onDone,
    });
  };

  return (
    <form onSubmit={add} noValidate>
      <TextField
        label={words.name}
        value={name}
        onChange={setName}
        hint={words.nameHint}
        error={problems.name === undefined ? undefined : words.nameProblem[problems.name]}
      />
      <TextField
        label={words.address}
        value={address}
        onChange={setAddress}
        isCode
        placeholder="wss://gateway.example"
        hint={isReadable(address) ? words.readable : undefined}
        error={problems.address === undefined ? undefined : words.addressProblem[problems.address]}
      />
      {isSecure(address) && problems.address === undefined && (
        <TextField
          label={words.fingerprint}
          value={fingerprint}
          onChange={setFingerprint}
          isCode
          hint={words.fingerprintHint}
          error={isBadFingerprint(fingerprint) ? words.fingerprintProblem : undefined}
        />
      )}
      <SelectField
        label={words.signIn}
        value={signIn}
        options={SIGN_INS.map(value => ({ value, label: words.signInKind[value] }))}
        onChange={setSignIn}
        hint={signIn === 'pairing' ? words.pairingHint : undefined}
      />
      {signIn !== 'pairing' && (
        <TextField
          label={words.secret[signIn]}
          value={secret}
          onChange={setSecret}
          isSecret
          hint={words.secretHint}
          error={isTooShort(secret) ? words.secretProblem : undefined}
        />
      )}
      {steps.outcome?.kind === 'failed' && <CommandNote outcome={steps.outcome} />}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {text.frame.cancel}
        </button>
        <button type="submit" className="button primary" disabled={!canAdd}>
          {steps.isRunning ? words.adding : words.addConfirm}
        </button>
      </div>
    </form>
  );
}
