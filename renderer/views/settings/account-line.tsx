import type { AccountSummary, UsedAccount } from '../../../electron/contract/index.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { ACCOUNT_PRESENTATION, needsAccount } from '../../parts/present.ts';
import { Sentence } from '../../parts/sentence.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import type { Runner } from '../../state/use-command.ts';
import { RemedyText, ToldText, useToldSentence } from '../../state/use-sentences.tsx';
import { LoginRow } from './login-row.tsx';

/** Who is signed in, what requests are sent with, and the way in and out. */
export function AccountLine({
  account,
  isSandbox,
  runner,
  isStale,
}: {
  account: UsedAccount;
  isSandbox: boolean;
  runner: Runner;
  isStale: boolean;
}) {
  const { text } = usePage();
  const ownSentence = useToldSentence();
  const { active, login, notice, loginFailure, loginFailureTold, requestsUse, state } = account;
  const { run, isRunning, outcome } = runner;
  const isDisabled = isRunning || isStale;
  const presentation = ACCOUNT_PRESENTATION[state];
  const isSignedIn = active?.signedIn === true;
  const others = account.accounts.filter(({ id }) => id !== active?.id);
  const nameOf = (one: AccountSummary): string =>
    one.email ?? (one.isAnonymous ? text.account.anonymous(one.id) : text.account.unnamed(one.id));
  return (
    <div className="account">
      <div className="line">
        <StateWord
          {...(needsAccount(account) ? presentation : { ...presentation, tone: 'neutral' as const })}
          word={text.accountState[state]}
        />
        {active !== null && <span className="cut">{nameOf(active)}</span>}
        <span className="cut second">{text.requestsUse[requestsUse]}</span>
        <span className="buttons">
          {login === null && !isSignedIn && (
            <button
              type="button"
              className="button"
              disabled={isDisabled}
              onClick={() => run({ name: 'login', show: true })}
            >
              {text.account.signIn}
            </button>
          )}
          {login === null && !isSignedIn && isSandbox && (
            <button
              type="button"
              className="button ghost"
              disabled={isDisabled}
              onClick={() => run({ name: 'login', sandbox: true, show: true })}
            >
              {text.account.signInSandbox}
            </button>
          )}
          {login === null && state === 'none' && (
            <button
              type="button"
              className="button ghost"
              disabled={isDisabled}
              onClick={() => run({ name: 'importVeilSession' })}
            >
              {text.account.importVeil}
            </button>
          )}
          {isSignedIn && (
            <button
              type="button"
              className="button"
              aria-label={text.account.signOutName(nameOf(active))}
              disabled={isDisabled}
              onClick={() => run({ name: 'logout', account: active.id })}
            >
              {text.account.signOut}
            </button>
          )}
        </span>
      </div>
      {login !== null && <LoginRow login={login} run={run} isDisabled={isDisabled} />}
      {login === null && loginFailure !== null && (
        <p className="second">
          <Sentence value={text.account.failed(ownSentence(loginFailureTold) ?? loginFailure)} />
        </p>
      )}
      {notice !== null && (
        <p>
          <ToldText told={notice.told} value={notice.sentence} /> <RemedyText remedy={notice.remedy} />
        </p>
      )}
      {others.length > 0 && (
        <ul aria-label={text.account.others}>
          {others.map(other => (
            <li key={other.id}>
              <span className="cut">{nameOf(other)}</span>
              {!other.signedIn && <span className="second">{text.accountState['signed-out']}</span>}
              <button
                type="button"
                className="button"
                aria-label={text.account.useName(nameOf(other))}
                disabled={isDisabled}
                onClick={() => run({ name: 'useAccount', account: other.id })}
              >
                {text.account.use}
              </button>
            </li>
          ))}
        </ul>
      )}
      <CommandNote outcome={outcome} />
    </div>
  );
}
