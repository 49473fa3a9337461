import { SelectField, TextField } from '../parts/field-controls.tsx';
import { usePage } from '../state/page-context.ts';
import { SecretField } from './secret-field.tsx';
import type { GatewayForm } from './use-gateway-form.ts';

const SECRET_KINDS = ['token', 'password', 'setup'] as const;

/** What is needed of a gateway at an address. */
export function GatewayAddressPart({ form, isDisabled }: { form: GatewayForm; isDisabled: boolean }) {
  const { text } = usePage();
  const words = text.firstRun.gateway.url;
  const { fields, change } = form;
  return (
    <div className="option-form">
      <TextField
        label={words.address}
        hint={words.addressHint}
        value={fields.url}
        error={form.isAddressWrong ? words.addressWrong : undefined}
        isDisabled={isDisabled}
        isCode
        onChange={url => change({ url })}
      />
      <GatewaySecretPart form={form} isDisabled={isDisabled} />
      <details>
        <summary>{words.more}</summary>
        <TextField
          label={words.call}
          hint={words.callHint}
          value={fields.name}
          error={form.isNameWrong ? words.callWrong : undefined}
          isDisabled={isDisabled}
          onChange={name => change({ name })}
        />
        <TextField
          label={words.tls}
          hint={words.tlsHint}
          value={fields.tlsFingerprint}
          isDisabled={isDisabled}
          isCode
          onChange={tlsFingerprint => change({ tlsFingerprint })}
        />
      </details>
    </div>
  );
}

/** What it wants to see at the sign-in. */
export function GatewaySecretPart({ form, isDisabled }: { form: GatewayForm; isDisabled: boolean }) {
  const { text } = usePage();
  const words = text.firstRun.gateway.url;
  return (
    <div className="option-form">
      <SelectField
        label={words.secretKind}
        value={form.fields.secretKind}
        options={SECRET_KINDS.map(value => ({ value, label: words.kinds[value] }))}
        isDisabled={isDisabled}
        onChange={secretKind => form.change({ secretKind })}
      />
      <SecretField
        label={words.kinds[form.fields.secretKind]}
        hint={words.secretHint}
        place={form.secret}
        isDisabled={isDisabled}
        onTyped={form.setSecretTyped}
      />
    </div>
  );
}
