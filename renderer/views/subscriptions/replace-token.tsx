import { useRef, useState } from 'react';
import type { SubscriptionSummary } from '../../../electron/contract/index.ts';
import { SwitchField } from '../../parts/field-controls.tsx';
import { usePage } from '../../state/page-context.ts';
import { useRefusesSecrets } from '../../state/refuses-secrets.ts';
import { CommandDialog } from './command-dialog.tsx';
import { FormDialog } from './form-dialog.tsx';
import { SecretField, takeSecret } from './secret-field.tsx';
import type { Act } from './use-act.ts';
import { useTokenCheck } from './use-token-check.ts';

/** Asks for another token of a subscription; every agent on it gets it. */
export function ReplaceToken({
  one,
  act,
  home,
  onClose,
}: {
  one: SubscriptionSummary;
  act: Act;
  home: string;
  onClose: () => void;
}) {
  const { text, formats } = usePage();
  const refusesSecrets = useRefusesSecrets();
  const { add, replaceToken: mine } = text.views.subscriptions;
  const [isTested, setTested] = useState(true);
  const token = useRef<HTMLInputElement>(null);
  const check = useTokenCheck(one.kind, true);
  const title = mine.title(one.name);
  if (refusesSecrets) {
    return (
      <CommandDialog
        title={title}
        command={['gatehouse', 'sub', 'replace', one.name]}
        isReady
        home={home}
        onClose={onClose}
      />
    );
  }
  const submit = (): void => {
    const secret = takeSecret(token);
    check.forget();
    const test = one.kind === 'setup_token' && isTested;
    act.run({ name: 'replaceSubscription', subscription: one.name, token: secret, test }, onClose);
  };
  const agents = text.subscriptions.agentCount(one.agents, formats.number(one.agents));
  return (
    <FormDialog
      title={title}
      detail={one.agents === 0 ? mine.detailNone : one.agents === 1 ? mine.detailOne : mine.detail(agents)}
      act={act}
      verb={mine.act}
      acting={mine.acting}
      progress={one.kind === 'setup_token' && isTested ? add.testing : add.storing}
      isReady={check.isWhole}
      hasSecret
      onSubmit={submit}
      onClose={onClose}
    >
      <SecretField
        label={add.token}
        hint={check.praise ?? add.tokenHints[one.kind]}
        error={check.error}
        place={token}
        onInput={check.look}
      />
      {one.kind === 'setup_token' && (
        <SwitchField label={add.test} hint={add.testHint} value={isTested} onChange={setTested} />
      )}
    </FormDialog>
  );
}
