import { useRef, useState } from 'react';
import type { Command, SetupChoices } from '../../electron/contract/index.ts';
import { useQuery } from '../state/use-query.ts';
import { type SecretPlace, takeSecret } from './secret-field.tsx';
import type { Act } from './use-act.ts';

/** The fields of a network of one's own, as typed. */
export interface OwnNetworkFields {
  readonly rpcUrls: readonly string[];
  readonly registryAddress: string;
  readonly relayUrl: string;
  readonly chainId: string;
}

/** The form of a network of one's own. */
export interface OwnNetwork {
  readonly fields: OwnNetworkFields;
  /** Something differs from what was chosen before. */
  readonly isTyped: boolean;
  readonly isComplete: boolean;
  readonly isChainIdWrong: boolean;
  readonly token: SecretPlace;
  readonly change: (changes: Partial<OwnNetworkFields>) => void;
  readonly setTokenTyped: (isTyped: boolean) => void;
  readonly submit: (act: Act, onDone: () => void) => void;
}

/** Keeps what is typed; before that, what was chosen in an earlier run is read from the settings. */
export function useOwnNetwork(chosen: SetupChoices['own']): OwnNetwork {
  const [typed, setTyped] = useState<Partial<OwnNetworkFields>>({});
  const [isChanged, setChanged] = useState(false);
  const [hasToken, setTokenTyped] = useState(false);
  const token = useRef<HTMLInputElement>(null);
  const settings = useQuery(chosen === null ? null : { name: 'settings.describe' });
  const known = new Map(
    settings.value?.sections.flatMap(section => section.settings.map(one => [one.path, one.value])),
  );
  const textOf = (path: string): string => {
    const value = known.get(path);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const urls = known.get('tee.registry.rpcUrls');
  const fields: OwnNetworkFields = {
    rpcUrls: Array.isArray(urls) ? urls.filter(url => typeof url === 'string') : [],
    registryAddress: textOf('tee.registry.address'),
    relayUrl: textOf('relay.url'),
    chainId: textOf('tee.registry.chainId'),
    ...typed,
  };
  const rpcUrls = fields.rpcUrls.map(url => url.trim()).filter(url => url !== '');
  const [registryAddress, relayUrl, chainId] = [fields.registryAddress, fields.relayUrl, fields.chainId].map(value =>
    value.trim(),
  ) as [string, string, string];
  const isChainIdWrong = !/^\d*$/.test(chainId);
  return {
    fields,
    isTyped: hasToken || isChanged,
    isComplete: rpcUrls.length > 0 && registryAddress !== '' && relayUrl !== '' && !isChainIdWrong,
    isChainIdWrong,
    token,
    change: changes => {
      setChanged(true);
      setTyped({ ...typed, ...changes });
    },
    setTokenTyped,
    submit: (act, onDone) => {
      const value = takeSecret(token);
      setTokenTyped(false);
      const store: readonly Command[] = value === '' ? [] : [{ name: 'setSecret', secret: 'relay.token', value }];
      const network = {
        kind: 'own' as const,
        ...{ rpcUrls, registryAddress, relayUrl },
        ...(chainId === '' ? {} : { chainId: Number(chainId) }),
      };
      act.run([...store, { name: 'setupChooseNetwork', network }], {
        onDone: () => {
          setChanged(false);
          onDone();
        },
      });
    },
  };
}
