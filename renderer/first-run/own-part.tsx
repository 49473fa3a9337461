import { ListField, TextField } from '../parts/field-controls.tsx';
import { usePage } from '../state/page-context.ts';
import { SecretField } from './secret-field.tsx';
import type { OwnNetwork } from './use-own-network.ts';

/** The addresses of a network of one's own. */
export function OwnPart({ own, isDisabled }: { own: OwnNetwork; isDisabled: boolean }) {
  const { text } = usePage();
  const words = text.firstRun.network.own;
  const { fields, change } = own;
  return (
    <div className="option-form">
      <ListField
        label={words.rpc}
        hint={words.rpcHint}
        value={fields.rpcUrls}
        isDisabled={isDisabled}
        onChange={rpcUrls => change({ rpcUrls })}
      />
      <TextField
        label={words.registry}
        hint={words.registryHint}
        value={fields.registryAddress}
        isDisabled={isDisabled}
        isCode
        onChange={registryAddress => change({ registryAddress })}
      />
      <TextField
        label={words.relay}
        hint={words.relayHint}
        value={fields.relayUrl}
        isDisabled={isDisabled}
        isCode
        onChange={relayUrl => change({ relayUrl })}
      />
      <TextField
        label={words.chainId}
        hint={words.chainIdHint}
        value={fields.chainId}
        error={own.isChainIdWrong ? words.chainIdWrong : undefined}
        isDisabled={isDisabled}
        onChange={chainId => change({ chainId })}
      />
      <SecretField
        label={words.token}
        hint={words.tokenHint}
        place={own.token}
        isDisabled={isDisabled}
        onTyped={own.setTokenTyped}
      />
    </div>
  );
}
