import { useRef, useState } from 'react';
import { SelectField, SwitchField, TextField } from '../../parts/field-controls.tsx';
import { usePage } from '../../state/page-context.ts';
import { useRefusesSecrets } from '../../state/refuses-secrets.ts';
import { nameProblem, type TokenKind } from './checks.ts';
import { CommandDialog } from './command-dialog.tsx';
import { FormDialog } from './form-dialog.tsx';
import { SecretField, takeSecret } from './secret-field.tsx';
import type { Act } from './use-act.ts';
import { useTokenCheck } from './use-token-check.ts';

/** Asks for a subscription and its token. Where the host takes no secrets from this page: the command that asks for it there. */
export function AddSubscription({
  names,
  act,
  home,
  onClose,
}: {
  /** Of those that there are. */
  names: readonly string[];
  act: Act;
  home: string;
  onClose: () => void;
}) {
  const { text } = usePage();
  const refusesSecrets = useRefusesSecrets();
  const { add, nameChecks } = text.views.subscriptions;
  const [name, setName] = useState('');
  const [kind, setKind] = useState<TokenKind>('setup_token');
  const [tier, setTier] = useState('');
  const [note, setNote] = useState('');
  const [isTested, setTested] = useState(true);
  const token = useRef<HTMLInputElement>(null);
  const check = useTokenCheck(kind, false);

  const problem = nameProblem(name, names);
  const nameError =
    problem === undefined || problem.problem === 'empty'
      ? undefined
      : problem.problem === 'taken'
        ? nameChecks.taken(problem.by)
        : nameChecks[problem.problem];
  const nameField = (
    <TextField label={add.name} hint={add.nameHint} value={name} onChange={setName} error={nameError} />
  );
  if (refusesSecrets) {
    const command = ['gatehouse', 'sub', 'add', problem === undefined ? name.trim() : 'NAME'];
    return (
      <CommandDialog title={add.title} command={command} isReady={problem === undefined} home={home} onClose={onClose}>
        {nameField}
      </CommandDialog>
    );
  }
  const submit = (): void => {
    const secret = takeSecret(token);
    check.forget();
    const more = { ...(tier.trim() === '' ? {} : { tier }), ...(note.trim() === '' ? {} : { note }) };
    const subscription = { name: name.trim(), token: secret, ...more };
    act.run({ name: 'addSubscription', subscription, test: kind === 'setup_token' && isTested }, onClose);
  };
  return (
    <FormDialog
      title={add.title}
      act={act}
      verb={add.act}
      acting={add.acting}
      progress={kind === 'setup_token' && isTested ? add.testing : add.storing}
      isReady={problem === undefined && check.isWhole}
      hasSecret
      onSubmit={submit}
      onClose={onClose}
    >
      {nameField}
      <SelectField
        label={add.kind}
        hint={add.kindHints[kind]}
        value={kind}
        options={(['setup_token', 'api_key'] as const).map(value => ({ value, label: add.kinds[value] }))}
        onChange={setKind}
      />
      <SecretField
        label={add.token}
        hint={check.praise ?? add.tokenHints[kind]}
        error={check.error}
        place={token}
        onInput={check.look}
      />
      <TextField label={add.tier} hint={add.tierHint} value={tier} onChange={setTier} />
      <TextField label={add.note} hint={add.noteHint} value={note} onChange={setNote} />
      {kind === 'setup_token' && (
        <SwitchField label={add.test} hint={add.testHint} value={isTested} onChange={setTested} />
      )}
    </FormDialog>
  );
}
