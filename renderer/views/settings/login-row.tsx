import { type FormEvent, useId, useState } from 'react';
import type { PendingLogin } from '../../../electron/contract/index.ts';
import { usePage } from '../../state/page-context.ts';
import { useRefusesSecrets } from '../../state/refuses-secrets.ts';
import type { Runner } from '../../state/use-command.ts';
import { useCopy } from '../../state/use-copy.ts';

/** A login that waits for its page: where that is, the other way to hand it over, and the way back. */
export function LoginRow({ login, run, isDisabled }: { login: PendingLogin; run: Runner['run']; isDisabled: boolean }) {
  const { text } = usePage();
  const isRefused = useRefusesSecrets();
  const { result, copy } = useCopy();
  const [bundle, setBundle] = useState('');
  const fieldId = useId();
  const hintId = useId();
  const take = (event: FormEvent): void => {
    event.preventDefault();
    if (bundle.trim() === '') return;
    run({ name: 'loginWithBundle', bundle });
    // It holds tokens: it is not kept on the page, whatever comes of it.
    setBundle('');
  };
  return (
    <div className="login">
      <p>{text.account.waiting}</p>
      <div className="line">
        <code className="cut" title={login.url} aria-label={text.account.address}>
          {login.url}
        </code>
        <button type="button" className="button fixed" onClick={() => copy(login.url)}>
          {result === 'copied'
            ? text.endpoint.copied
            : result === 'failed'
              ? text.endpoint.copyFailed
              : text.account.copyAddress}
        </button>
        <button type="button" className="button" disabled={isDisabled} onClick={() => run({ name: 'cancelLogin' })}>
          {text.account.cancel}
        </button>
      </div>
      <details>
        <summary>{text.account.paste}</summary>
        <form className="line" onSubmit={take}>
          <label htmlFor={fieldId}>{text.account.pasteLabel}</label>
          <input
            id={fieldId}
            type="password"
            autoComplete="off"
            aria-describedby={hintId}
            disabled={isRefused}
            value={bundle}
            onChange={event => setBundle(event.target.value)}
          />
          <button type="submit" className="button" disabled={isDisabled || bundle.trim() === ''}>
            {text.account.take}
          </button>
          <span id={hintId} className="second">
            {isRefused ? text.acts.secretsRefused : text.account.pasteHint}
          </span>
        </form>
      </details>
    </div>
  );
}
