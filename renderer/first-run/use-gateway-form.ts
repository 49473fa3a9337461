import { useState } from 'react';
import type { Command } from '../../electron/contract/index.ts';
import { defaultGatewayName, gatewaySecretId, isGatewayAddress } from './gateway-name.ts';
import { type SecretPlace, takeSecret } from './secret-field.tsx';
import type { Act } from './use-act.ts';

export type GatewaySecretKind = 'token' | 'password' | 'setup';

/** The fields for a gateway at an address, as typed. */
export interface GatewayFields {
  readonly url: string;
  readonly name: string;
  readonly secretKind: GatewaySecretKind;
  readonly tlsFingerprint: string;
}

/** The form for a gateway. */
export interface GatewayForm {
  readonly fields: GatewayFields;
  readonly isComplete: boolean;
  readonly isAddressWrong: boolean;
  readonly isNameWrong: boolean;
  readonly hasSecret: boolean;
  readonly secret: SecretPlace;
  readonly change: (changes: Partial<GatewayFields>) => void;
  readonly setSecretTyped: (isTyped: boolean) => void;
  /** The commands that store what was typed as the secret of the gateway `name`; none when nothing was. */
  readonly takeSecrets: (name: string) => readonly Command[];
  readonly submit: (act: Act, onDone: () => void) => void;
}

/** Keeps what is typed of a gateway. Its secret stays in its field. */
export function useGatewayForm(secret: SecretPlace): GatewayForm {
  const [fields, setFields] = useState<GatewayFields>({ url: '', name: '', secretKind: 'token', tlsFingerprint: '' });
  const [hasSecret, setSecretTyped] = useState(false);
  const isAddress = isGatewayAddress(fields.url);
  const nameOf = (): string => (fields.name.trim() === '' ? defaultGatewayName(fields.url) : fields.name.trim());
  const isNameWrong = fields.name.trim() !== '' && gatewaySecretId(fields.name.trim()) === undefined;
  const takeSecrets = (name: string): readonly Command[] => {
    const value = takeSecret(secret);
    setSecretTyped(false);
    const id = gatewaySecretId(name);
    if (value === '' || id === undefined) return [];
    return [{ name: 'setSecret', secret: `gateway.${id}.${fields.secretKind}`, value }];
  };
  return {
    fields,
    isComplete: isAddress && !isNameWrong,
    isAddressWrong: fields.url.trim().length > 'wss://'.length && !isAddress,
    isNameWrong,
    hasSecret,
    secret,
    change: changes => setFields({ ...fields, ...changes }),
    setSecretTyped,
    takeSecrets,
    submit: (act, onDone) => {
      const name = nameOf();
      const tlsFingerprint = fields.tlsFingerprint.trim();
      const more = { name, ...(tlsFingerprint === '' ? {} : { tlsFingerprint }) };
      const gateway = { kind: 'url' as const, url: fields.url.trim(), ...more };
      act.run([...takeSecrets(name), { name: 'setupChooseGateway', gateway }], { onDone });
    },
  };
}
