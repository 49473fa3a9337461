import { useRef, useState } from 'react';
import type { Command } from '../../electron/contract/index.ts';
import { SelectField, TextField } from '../parts/field-controls.tsx';
import { usePage } from '../state/page-context.ts';
import { AddForm } from './add-form.tsx';
import type { PageProps } from './page.tsx';
import { SecretField, takeSecret } from './secret-field.tsx';

type Kind = 'agent-server' | 'local';
const KINDS: readonly Kind[] = ['agent-server', 'local'];

/** Asks for an agent, where it is, and what its server wants to see. */
export function AddAgent({ snapshot, act, isStale }: PageProps) {
  const { text } = usePage();
  const words = text.firstRun.subscriptions;
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>('agent-server');
  const [typedUrl, setUrl] = useState<string>();
  const [isAdding, setAdding] = useState(false);
  const secret = useRef<HTMLInputElement>(null);
  const server = snapshot.setup.found.agentServers[0]?.url;
  const url = typedUrl ?? server ?? '';
  const isDisabled = act.isRunning || isStale;
  const isServer = kind === 'agent-server';
  const add = (): void => {
    const value = takeSecret(secret);
    setAdding(true);
    const agent = { name: name.trim(), kind, ...(isServer ? { url: url.trim() } : {}) };
    const command: Command = { name: 'addAgent', agent, ...(value === '' ? {} : { secret: value }) };
    act.run([command], {
      saysSuccess: true,
      onDone: () => {
        setName('');
        setUrl(undefined);
      },
    });
  };
  const place = isServer ? ['--url', url.trim() === '' ? 'URL' : url.trim(), '--secret-stdin'] : ['--local'];
  return (
    <AddForm
      title={words.addAgent}
      command={['gatehouse', 'agent', 'add', name.trim() === '' ? 'NAME' : name.trim(), ...place]}
      verb={act.isRunning && isAdding ? words.addingAgent : words.add}
      canAdd={!isDisabled && name.trim() !== '' && (!isServer || url.trim() !== '')}
      onAdd={add}
      secret={
        isServer && (
          <SecretField
            label={words.secret}
            hint={words.secretHint}
            place={secret}
            isDisabled={isDisabled}
            onTyped={() => undefined}
          />
        )
      }
    >
      <TextField
        label={words.agentName}
        hint={words.agentNameHint}
        value={name}
        isDisabled={isDisabled}
        onChange={setName}
      />
      <SelectField
        label={words.kind}
        value={kind}
        options={KINDS.map(value => ({ value, label: words.kinds[value] }))}
        isDisabled={isDisabled}
        onChange={setKind}
      />
      {isServer && (
        <TextField
          label={words.address}
          hint={server === undefined ? words.addressHint : words.foundAt(server)}
          value={url}
          isDisabled={isDisabled}
          isCode
          onChange={setUrl}
        />
      )}
    </AddForm>
  );
}
