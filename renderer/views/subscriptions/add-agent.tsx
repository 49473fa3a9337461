import { useRef, useState } from 'react';
import type { AgentSummary } from '../../../electron/contract/index.ts';
import { SelectField, TextField } from '../../parts/field-controls.tsx';
import { usePage } from '../../state/page-context.ts';
import { useRefusesSecrets } from '../../state/refuses-secrets.ts';
import { navigate } from '../../state/use-route.ts';
import { addressProblem, agentNameProblem } from './checks.ts';
import { CommandDialog } from './command-dialog.tsx';
import { FormDialog } from './form-dialog.tsx';
import { SecretField, takeSecret } from './secret-field.tsx';
import type { Act } from './use-act.ts';

type AgentKind = AgentSummary['kind'];

const KINDS: readonly AgentKind[] = ['agent-server', 'trinity', 'local'];
const FLAGS = { 'agent-server': '--url', trinity: '--trinity' } as const;
const PROBLEMS = { shape: 'urlShape', more: 'urlMore', open: 'urlOpen' } as const;

/** Asks for an agent, where it is, and what it wants to see. Where the host takes no secrets from this page: the command that asks for it there. */
export function AddAgent({
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
  const { agent: mine, agentKinds } = text.views.subscriptions;
  const [kind, setKind] = useState<AgentKind>('agent-server');
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [remoteName, setRemoteName] = useState('');
  const [username, setUsername] = useState('');
  const [hasSecret, setHasSecret] = useState(false);
  const secret = useRef<HTMLInputElement>(null);

  const nameWrong = agentNameProblem(name.trim(), names);
  const urlWrong = kind === 'local' ? undefined : addressProblem(url);
  const needsSecret = kind === 'trinity' && !refusesSecrets;
  const isReady = nameWrong === undefined && urlWrong === undefined && (!needsSecret || hasSecret);
  const orNull = (value: string): string | null => (value.trim() === '' ? null : value.trim());
  const submit = (): void => {
    const value = takeSecret(secret);
    setHasSecret(false);
    const trinity = kind === 'trinity' ? { remoteName: orNull(remoteName), username: orNull(username) } : {};
    const agent = { name: name.trim(), kind, ...(kind === 'local' ? {} : { url: url.trim() }), ...trinity };
    // What it needs next is in its detail.
    const onDone = (): void => {
      onClose();
      navigate('subscriptions', { agent: agent.name });
    };
    const given = kind === 'local' || value === '' ? {} : { secret: value };
    act.run({ name: 'addAgent', agent, ...given }, onDone, mine.added(agent.name));
  };
  const fields = (
    <>
      <SelectField
        label={mine.kind}
        hint={mine.kindHints[kind]}
        value={kind}
        options={KINDS.map(value => ({ value, label: agentKinds[value] }))}
        onChange={setKind}
      />
      <TextField
        label={mine.name}
        hint={mine.nameHint}
        value={name}
        onChange={setName}
        error={
          name === '' || nameWrong === undefined
            ? undefined
            : nameWrong === 'taken'
              ? mine.nameTaken(name.trim())
              : mine.nameShape
        }
      />
      {kind !== 'local' && (
        <TextField
          label={mine.url}
          hint={mine.urlHints[kind]}
          value={url}
          onChange={setUrl}
          error={url === '' || urlWrong === undefined ? undefined : mine[PROBLEMS[urlWrong]]}
          isCode
        />
      )}
    </>
  );
  const trinityFields = kind === 'trinity' && (
    <>
      <TextField label={mine.username} hint={mine.usernameHint} value={username} onChange={setUsername} />
      <TextField label={mine.remoteName} hint={mine.remoteNameHint} value={remoteName} onChange={setRemoteName} />
    </>
  );
  if (refusesSecrets) {
    const place = kind === 'local' ? ['--local'] : [FLAGS[kind], urlWrong === undefined ? url.trim() : 'URL'];
    const option = (flag: string, value: string): readonly string[] =>
      kind === 'trinity' && value.trim() !== '' ? [flag, value.trim()] : [];
    const command = [
      ...['gatehouse', 'agent', 'add', nameWrong === undefined ? name.trim() : 'NAME', ...place],
      ...option('--username', username),
      ...option('--remote-name', remoteName),
      ...(kind === 'local' ? [] : ['--secret-stdin']),
    ];
    return (
      <CommandDialog title={mine.title} command={command} isReady={isReady} home={home} onClose={onClose}>
        {fields}
        {trinityFields}
      </CommandDialog>
    );
  }
  return (
    <FormDialog
      title={mine.title}
      act={act}
      verb={mine.act}
      acting={mine.acting}
      progress={mine.progress}
      isReady={isReady}
      hasSecret={kind !== 'local'}
      onSubmit={submit}
      onClose={onClose}
    >
      {fields}
      {kind !== 'local' && (
        <SecretField
          label={mine.secret}
          hint={mine.secretHints[kind]}
          error={undefined}
          place={secret}
          onInput={typed => setHasSecret(typed !== '')}
        />
      )}
      {trinityFields}
    </FormDialog>
  );
}
