import { useState } from 'react';
import type { Command, SetupNetworkChoice } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { AccountPart } from './account-part.tsx';
import { Checks } from './checks.tsx';
import { Option, type OptionFact, Options } from './option.tsx';
import { OwnPart } from './own-part.tsx';
import { type PageProps, type Primary, QuestionPage, standingPrimary } from './page.tsx';
import { useOwnNetwork } from './use-own-network.ts';

type Kind = SetupNetworkChoice['kind'];
const KINDS: readonly Kind[] = ['account', 'own', 'sandbox'];

/** The first question: with an account, on one's own network, or in the sandbox. */
export function NetworkPage(props: PageProps) {
  const { snapshot, step, act, isStale } = props;
  const { setup, account } = snapshot;
  const { text } = usePage();
  const { firstRun } = text;
  const words = firstRun.network;
  const [picked, pick] = useState<Kind>();
  const chosen = setup.choices.network;
  const kind = picked ?? chosen ?? 'account';
  const own = useOwnNetwork(setup.choices.own);
  const isSignedIn = account.active?.signedIn === true && account.usable;
  const isGiven = kind === chosen && !(kind === 'own' && own.isTyped);
  const showsChecks = step.checks.length > 0 && isGiven;

  const login: readonly Command[] = isSignedIn ? [] : [{ name: 'login', show: true }];
  const choose = (): void => {
    if (kind === 'own') own.submit(act, () => pick(undefined));
    else act.run([{ name: 'setupChooseNetwork', network: { kind } }, ...(kind === 'account' ? login : [])]);
  };
  const again = (): void => act.run([{ name: 'setupCheck' }, ...login]);
  const primary = (): Primary => {
    const { hint } = words[kind];
    if (!isGiven) {
      const canRun = kind !== 'own' || own.isComplete;
      const label = kind === 'account' && isSignedIn ? words.account.actSignedIn : words[kind].act;
      const isAsking = kind === 'account' && !isSignedIn;
      return {
        label: act.isRunning && !isAsking ? firstRun.opening : label,
        ...(kind === 'account' && isSignedIn ? {} : { hint }),
        run: canRun ? choose : undefined,
      };
    }
    if (kind === 'account' && !isSignedIn && account.login === null && step.state !== 'ok') {
      const label = account.loginFailure === null ? words.account.act : words.account.again;
      return { label, hint, run: step.state === 'checking' ? () => act.run(login) : again };
    }
    return standingPrimary(props, firstRun);
  };

  const factsOf = (one: Kind): readonly OptionFact[] => {
    if (showsChecks) return [];
    const { needs, sent } = words[one];
    const kept = one === 'account' ? [{ name: firstRun.kept, value: text.firstRun.network.account.kept }] : [];
    return [{ name: firstRun.needs, value: needs }, ...kept, { name: firstRun.sent, value: sent }];
  };
  return (
    <QuestionPage
      {...props}
      question={words.question}
      detail={words.detail}
      primary={primary()}
      canGoOnAnyway={isGiven && step.state === 'failed'}
      cancel={[{ name: 'setupCancel' }, ...(account.login === null ? [] : [{ name: 'cancelLogin' as const }])]}
    >
      <Options label={firstRun.steps.network}>
        {KINDS.map(one => (
          <Option
            key={one}
            name={words[one].name}
            detail={words[one].detail}
            facts={factsOf(one)}
            isChosen={one === kind}
            isDisabled={act.isRunning || isStale}
            onChoose={() => pick(one)}
          >
            {showsChecks && <Checks step={step} switching={setup.switching} />}
            {one === 'own' && <OwnPart own={own} isDisabled={act.isRunning || isStale} />}
            {one === 'account' && <AccountPart {...props} isGiven={isGiven} />}
          </Option>
        ))}
      </Options>
    </QuestionPage>
  );
}
