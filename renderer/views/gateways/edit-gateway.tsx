import { type FormEvent, useState } from 'react';
import {
  type Command,
  type GatewayChange,
  type GatewayProfileView,
  type GatewaySummary,
  gatewayId,
} from '../../../electron/contract/index.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/field-controls.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { usePage } from '../../state/page-context.ts';
import { useQuery } from '../../state/use-query.ts';
import { isTooShort } from './address.ts';
import {
  AddressFields,
  GatewayDialogButtons,
  GatewaySecretField,
  pinOf,
  useAddressProblems,
} from './address-fields.tsx';
import type { Steps } from './use-steps.ts';

type Secret = 'keep' | 'token' | 'password';
const SECRETS: readonly Secret[] = ['keep', 'token', 'password'];
type Access = 'see' | 'restart' | 'own';
const ACCESS: Readonly<Record<Exclude<Access, 'own'>, readonly string[]>> = {
  see: ['operator.read'],
  restart: ['operator.read', 'operator.admin'],
};

/** Asks for what is to be changed of a gateway of the settings; what is typed is checked meanwhile. */
export function EditGateway({
  gateway,
  taken,
  steps,
  onClose,
  onDone,
}: {
  /** Undefined: nothing is asked. */
  gateway: GatewaySummary | undefined;
  /** Ids of the gateways that there are. */
  taken: readonly string[];
  steps: Steps;
  onClose: () => void;
  /** It was changed. */
  onDone: () => void;
}) {
  const { text } = usePage();
  const words = text.views.gateways;
  const profile = useQuery(gateway === undefined ? null : { name: 'gateway.profile', profile: gateway.id });
  const isKnown = profile.isAnswer && profile.value !== undefined && profile.value.id === gateway?.id;
  return (
    <Dialog isOpen={gateway !== undefined} title={words.editTitle(gateway?.name ?? '')} onClose={onClose}>
      {gateway !== undefined && !isKnown && <QueryNote state={profile} words={words.readingProfile} />}
      {gateway !== undefined && isKnown && profile.value !== undefined && (
        <EditForm
          profile={profile.value}
          isDisconnected={gateway.state === 'disconnected'}
          taken={taken}
          steps={steps}
          onClose={onClose}
          onDone={onDone}
        />
      )}
    </Dialog>
  );
}

/** Gone with the dialog, and with it what was typed. */
function EditForm({
  profile,
  isDisconnected,
  taken,
  steps,
  onClose,
  onDone,
}: {
  profile: GatewayProfileView;
  isDisconnected: boolean;
  taken: readonly string[];
  steps: Steps;
  onClose: () => void;
  onDone: () => void;
}) {
  const { text, formats } = usePage();
  const words = text.views.gateways;
  const [typed, setTyped] = useState({
    name: profile.name,
    address: profile.url,
    fingerprint: profile.tlsFingerprint ?? '',
  });
  const [access, setAccess] = useState<Access>(accessOf(profile.scopes));
  const [place, setPlace] = useState(String(profile.place));
  const [kind, setKind] = useState<Secret>('keep');
  const [secret, setSecret] = useState('');
  const name = typed.name.trim();
  const address = typed.address.trim();
  const pin = pinOf(typed);
  const problems = useAddressProblems(
    typed,
    taken.filter(id => id !== profile.id),
  );
  const isSecretBad = kind !== 'keep' && (secret === '' || isTooShort(secret));
  const change: GatewayChange = {
    ...(name === profile.name ? {} : { name }),
    ...(address === profile.url ? {} : { url: address }),
    ...(pin === profile.tlsFingerprint ? {} : { tlsFingerprint: pin }),
    ...(access === 'own' || access === accessOf(profile.scopes) ? {} : { scopes: [...ACCESS[access]] }),
    ...(Number(place) === profile.place ? {} : { place: Number(place) }),
  };
  const hasChange = Object.keys(change).length > 0;
  const canSave = !problems.isBad && !isSecretBad && (hasChange || kind !== 'keep') && !steps.isRunning;

  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (!canSave) return;
    const commands: Command[] = [];
    if (kind !== 'keep') commands.push({ name: 'setSecret', secret: profile.secrets[kind], value: secret });
    if (hasChange) commands.push({ name: 'editGateway', profile: profile.id, change });
    // A connection that stands would never show the new secret.
    if (kind !== 'keep' && !isDisconnected) {
      commands.push({ name: 'reconnectGateway', profile: gatewayId(name) ?? profile.id });
    }
    steps.run(commands, { onDone });
  };

  return (
    <form onSubmit={save} noValidate>
      <AddressFields
        typed={typed}
        problems={problems}
        nameHint={words.renameHint}
        addressHint={address === profile.url ? undefined : words.moveHint}
        onChange={setTyped}
      />
      <SelectField
        label={words.asksFor}
        value={access}
        options={(['see', 'restart', 'own'] as const)
          .filter(value => value !== 'own' || accessOf(profile.scopes) === 'own')
          .map(value => ({ value, label: value === 'own' ? profile.scopes.join(', ') : words.asksForKind[value] }))}
        onChange={setAccess}
        hint={words.asksForHint}
      />
      {profile.placesTotal > 1 && (
        <SelectField
          label={words.placeLabel}
          value={place}
          options={Array.from({ length: profile.placesTotal }, (_, index) => ({
            value: String(index + 1),
            label: words.placeOf(formats.number(index + 1), formats.number(profile.placesTotal)),
          }))}
          onChange={setPlace}
          hint={words.placeHint}
        />
      )}
      <SelectField
        label={words.newSecret}
        value={kind}
        options={SECRETS.map(value => ({ value, label: words.newSecretKind[value] }))}
        onChange={setKind}
      />
      {kind !== 'keep' && (
        <GatewaySecretField
          kind={kind}
          value={secret}
          hint={words.changeHint(profile.secrets[kind])}
          onChange={setSecret}
        />
      )}
      {steps.outcome?.kind === 'failed' && <CommandNote outcome={steps.outcome} />}
      <GatewayDialogButtons label={steps.isRunning ? words.saving : words.save} canSubmit={canSave} onClose={onClose} />
    </form>
  );
}

function accessOf(scopes: readonly string[]): Access {
  const isSame = (wanted: readonly string[]): boolean =>
    wanted.length === scopes.length && wanted.every(scope => scopes.includes(scope));
  return isSame(ACCESS.see) ? 'see' : isSame(ACCESS.restart) ? 'restart' : 'own';
}
