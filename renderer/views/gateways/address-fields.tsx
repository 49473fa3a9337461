import { TextField } from '../../parts/field-controls.tsx';
import { usePage } from '../../state/page-context.ts';
import { isBadFingerprint, isReadable, isSecure, isTooShort, nameProblem } from './address.ts';
import { useAddressCheck } from './use-address-check.ts';

/** What is typed of a gateway, as far as adding and changing ask for the same. */
export interface TypedAddress {
  readonly name: string;
  readonly address: string;
  readonly fingerprint: string;
}

/** What is wrong with it; undefined for what is well. */
export interface AddressProblems {
  readonly name: ReturnType<typeof nameProblem>;
  readonly address: ReturnType<typeof useAddressCheck>;
  /** There are problems, or something is missing. */
  readonly isBad: boolean;
}

/** Checks it while it is typed. `taken`: ids of the other gateways. */
export function useAddressProblems(
  { name, address, fingerprint }: TypedAddress,
  taken: readonly string[],
): AddressProblems {
  const problems = { name: nameProblem(name, taken), address: useAddressCheck(address, fingerprint) };
  const isBadPin = isSecure(address) && isBadFingerprint(fingerprint);
  const isMissing = name.trim() === '' || address.trim() === '';
  const isBad = problems.name !== undefined || problems.address !== undefined || isBadPin || isMissing;
  return { ...problems, isBad };
}

/** The fingerprint that counts; null: none does, since an address without TLS has no certificate. */
export function pinOf({ address, fingerprint }: TypedAddress): string | null {
  return isSecure(address) && fingerprint.trim() !== '' ? fingerprint.trim() : null;
}

/** Name, address and, for an address with TLS, the certificate's fingerprint. */
export function AddressFields({
  typed,
  problems,
  nameHint,
  addressHint,
  onChange,
}: {
  typed: TypedAddress;
  problems: AddressProblems;
  nameHint: string;
  /** Said of an address whose connection nobody else can read. */
  addressHint?: string | undefined;
  onChange: (typed: TypedAddress) => void;
}) {
  const { text } = usePage();
  const words = text.views.gateways;
  const { name, address, fingerprint } = typed;
  return (
    <>
      <TextField
        label={words.name}
        value={name}
        onChange={changed => onChange({ ...typed, name: changed })}
        hint={nameHint}
        error={problems.name === undefined ? undefined : words.nameProblem[problems.name]}
      />
      <TextField
        label={words.address}
        value={address}
        onChange={changed => onChange({ ...typed, address: changed })}
        isCode
        placeholder="wss://gateway.example"
        hint={isReadable(address) ? words.readable : addressHint}
        error={problems.address === undefined ? undefined : words.addressProblem[problems.address]}
      />
      {isSecure(address) && problems.address === undefined && (
        <TextField
          label={words.fingerprint}
          value={fingerprint}
          onChange={changed => onChange({ ...typed, fingerprint: changed })}
          isCode
          hint={words.fingerprintHint}
          error={isBadFingerprint(fingerprint) ? words.fingerprintProblem : undefined}
        />
      )}
    </>
  );
}

/** The token or the password of a gateway. */
export function GatewaySecretField({
  kind,
  value,
  hint,
  onChange,
}: {
  kind: 'token' | 'password';
  value: string;
  hint: string;
  onChange: (value: string) => void;
}) {
  const { text } = usePage();
  const words = text.views.gateways;
  return (
    <TextField
      label={words.secret[kind]}
      value={value}
      onChange={onChange}
      isSecret
      hint={hint}
      error={isTooShort(value) ? words.secretProblem : undefined}
    />
  );
}

/** The end of the dialog: away, or do it. */
export function GatewayDialogButtons({
  label,
  canSubmit,
  onClose,
}: {
  label: string;
  canSubmit: boolean;
  onClose: () => void;
}) {
  const { text } = usePage();
  return (
    <div className="dialog-buttons">
      <button type="button" className="button" onClick={onClose}>
        {text.frame.cancel}
      </button>
      <button type="submit" className="button primary" disabled={!canSubmit}>
        {label}
      </button>
    </div>
  );
}
