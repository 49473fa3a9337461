import { type KeyboardEvent, useRef, useState } from 'react';
import type { PendingLogin } from '../../electron/contract/index.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { SelectField } from '../parts/field-controls.tsx';
import { usePage } from '../state/page-context.ts';
import { ToldText } from '../state/use-sentences.tsx';
import type { PageProps } from './page.tsx';
import { SecretField, takeSecret } from './secret-field.tsx';

/** Who is signed in, the login under way, and the other ways to sign in. */
export function AccountPart({ snapshot: { account, setup }, act, isStale, isGiven }: PageProps & { isGiven: boolean }) {
  const { text } = usePage();
  const words = text.firstRun.network.account;
  const { active, accounts, login, loginFailure, loginFailureTold } = account;
  const isDisabled = act.isRunning || isStale;
  const { veilSession } = setup.found;
  const nameOf = ({ id, email, isAnonymous }: (typeof accounts)[number]): string =>
    email ?? (isAnonymous ? text.account.anonymous(id) : text.account.unnamed(id));
  if (login !== null) {
    return <LoginWait login={login} act={act} isDisabled={isDisabled} canCancel={!isGiven} />;
  }
  const isSignedIn = active?.signedIn === true;
  const usable = accounts.filter(({ signedIn }) => signedIn);
  return (
    <div className="account-part">
      {isSignedIn && !isGiven && <p>{words.signedIn(nameOf(active))}</p>}
      {isSignedIn && usable.length > 1 && (
        <SelectField
          label={words.which}
          value={active.id}
          options={usable.map(one => ({ value: one.id, label: nameOf(one) }))}
          isDisabled={isDisabled}
          onChange={id => act.run([{ name: 'useAccount', account: id }])}
        />
      )}
      {!isSignedIn && loginFailure !== null && !isGiven && (
        <p className="second">
          <ToldText told={loginFailureTold} value={loginFailure} />
        </p>
      )}
      <div className="buttons">
        {isSignedIn && (
          <button
            type="button"
            className="button ghost"
            disabled={isDisabled}
            onClick={() => act.run([{ name: 'login', show: true }])}
          >
            {words.another}
          </button>
        )}
        {!isSignedIn && veilSession !== null && (
          <button
            type="button"
            className="button"
            title={words.importHint(veilSession.path)}
            disabled={isDisabled}
            onClick={() =>
              act.run([{ name: 'importVeilSession' }, { name: 'setupChooseNetwork', network: { kind: 'account' } }])
            }
          >
            {words.importVeil}
          </button>
        )}
      </div>
    </div>
  );
}

/** A login that waits for its page: where that is, the way back, and the text that the page offers instead. */
function LoginWait({
  login,
  act,
  isDisabled,
  canCancel,
}: {
  login: PendingLogin;
  act: PageProps['act'];
  isDisabled: boolean;
  /** No: the page's own button does. */
  canCancel: boolean;
}) {
  const { text } = usePage();
  const words = text.firstRun.network.account;
  const place = useRef<HTMLInputElement>(null);
  const [isTyped, setTyped] = useState(false);
  const take = (): void => {
    const bundle = takeSecret(place);
    setTyped(false);
    if (bundle !== '') act.run([{ name: 'loginWithBundle', bundle }]);
  };
  // Enter belongs to this field, not to the filled button of the page.
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    take();
  };
  return (
    <div className="account-part">
      <p>{text.account.waiting}</p>
      <div className="command-line">
        <code aria-label={text.account.address}>{login.url}</code>
        {!('gatehouse' in window) && (
          <a className="button" href={login.url} target="_blank" rel="noreferrer">
            {words.openPage}
          </a>
        )}
        <CopyButton value={login.url} label={text.account.copyAddress} />
      </div>
      {canCancel && (
        <div className="buttons">
          <button
            type="button"
            className="button"
            disabled={isDisabled}
            onClick={() => act.run([{ name: 'cancelLogin' }])}
          >
            {words.cancelLogin}
          </button>
        </div>
      )}
      <details onKeyDown={onKeyDown}>
        <summary>{text.account.paste}</summary>
        <SecretField
          label={text.account.pasteLabel}
          hint={text.account.pasteHint}
          place={place}
          isDisabled={isDisabled}
          onTyped={setTyped}
        />
        <button type="button" className="button" disabled={isDisabled || !isTyped} onClick={take}>
          {text.account.take}
        </button>
      </details>
    </div>
  );
}
