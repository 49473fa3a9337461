import { type FormEvent, useState } from 'react';
import { gatewayId } from '../../../electron/contract/index.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/field-controls.tsx';
import { usePage } from '../../state/page-context.ts';
import { isTooShort } from './address.ts';
import {
  AddressFields,
  GatewayDialogButtons,
  GatewaySecretField,
  pinOf,
  useAddressProblems,
} from './address-fields.tsx';
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
  const [typed, setTyped] = useState({ name: '', address: '', fingerprint: '' });
  const [signIn, setSignIn] = useState<SignIn>('token');
  const [secret, setSecret] = useState('');
  const problems = useAddressProblems(typed, taken);
  const isSecretBad = signIn !== 'pairing' && (secret === '' || isTooShort(secret));
  const canAdd = !problems.isBad && !isSecretBad && !steps.isRunning;

  const add = (event: FormEvent): void => {
    event.preventDefault();
    const id = gatewayId(typed.name);
    if (!canAdd || id === undefined) return;
    const pin = pinOf(typed);
    const gateway = {
      name: typed.name.trim(),
      url: typed.address.trim(),
      ...(pin === null ? {} : { tlsFingerprint: pin }),
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
      <AddressFields typed={typed} problems={problems} nameHint={words.nameHint} onChange={setTyped} />
      <SelectField
        label={words.signIn}
        value={signIn}
        options={SIGN_INS.map(value => ({ value, label: words.signInKind[value] }))}
        onChange={setSignIn}
        hint={signIn === 'pairing' ? words.pairingHint : undefined}
      />
      {signIn !== 'pairing' && (
        <GatewaySecretField kind={signIn} value={secret} hint={words.secretHint} onChange={setSecret} />
      )}
      {steps.outcome?.kind === 'failed' && <CommandNote outcome={steps.outcome} />}
      <GatewayDialogButtons
        label={steps.isRunning ? words.adding : words.addConfirm}
        canSubmit={canAdd}
        onClose={onClose}
      />
    </form>
  );
}
