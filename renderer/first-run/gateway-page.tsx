import { useRef, useState } from 'react';
import type { SetupGatewayChoice, StatusSnapshot } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { Checks } from './checks.tsx';
import { GatewayAddressPart, GatewaySecretPart } from './gateway-part.tsx';
import { Option, type OptionFact, Options } from './option.tsx';
import { type PageProps, type Primary, QuestionPage, standingPrimary } from './page.tsx';
import { useGatewayForm } from './use-gateway-form.ts';

/** What can be chosen: as the core names it, a gateway of the settings with its name, or none. */
type Answer = 'found' | 'sandbox' | 'url' | 'none' | `named:${string}`;

/** The second question: the gateway of this computer, one at an address, or none. */
export function GatewayPage(props: PageProps) {
  const { snapshot, step, act, isStale } = props;
  const { setup, gateways } = snapshot;
  const { found } = setup;
  const { text } = usePage();
  const { firstRun } = text;
  const words = firstRun.gateway;
  const [picked, pick] = useState<Answer>();
  const secret = useRef<HTMLInputElement>(null);
  const form = useGatewayForm(secret);
  const configured = gateways.filter(({ source }) => source === 'settings');
  const given = givenAnswer(setup, step.state);
  const offered: readonly Answer[] = [
    ...(found.gateway === null && given !== 'found' ? [] : ['found' as const]),
    ...configured.map(({ name }) => `named:${name}` as const),
    ...(found.sandboxGateway || given === 'sandbox' ? ['sandbox' as const] : []),
    'url',
    'none',
  ];
  const standard = given !== undefined && offered.includes(given) ? given : firstOf(offered, setup.choices.network);
  const answer = picked !== undefined && offered.includes(picked) ? picked : standard;
  const isGiven = answer === given && !form.hasSecret;
  const hasChecks = step.checks.length > 0;
  const isDisabled = act.isRunning || isStale;

  const choose = (gateway: Exclude<SetupGatewayChoice, { readonly kind: 'url' }>, secretsOf?: string): void =>
    act.run([...(secretsOf === undefined ? [] : form.takeSecrets(secretsOf)), { name: 'setupChooseGateway', gateway }]);
  const primary = (): Primary => {
    if (answer === 'none') {
      return {
        label: words.none.act,
        hint: words.none.hint,
        isSkip: true,
        run: () => act.run([{ name: 'setupSkip' }]),
      };
    }
    if (isGiven) return standingPrimary(props, firstRun);
    const { act: label, hint } = words[answer.startsWith('named:') ? 'named' : (answer as 'found' | 'sandbox' | 'url')];
    const run = (): void => {
      if (answer === 'url') form.submit(act, () => pick(undefined));
      else if (answer === 'found' || answer === 'sandbox') choose({ kind: answer });
      else choose({ kind: 'named', name: answer.slice('named:'.length) }, answer.slice('named:'.length));
    };
    return {
      label: act.isRunning ? firstRun.opening : label,
      hint,
      run: answer !== 'url' || form.isComplete ? run : undefined,
    };
  };

  const textsOf = (one: Answer): { name: string; detail: string; facts: readonly OptionFact[] } => {
    const nothing = { name: firstRun.needs, value: words.found.needs };
    const sent = { name: firstRun.sent, value: words.found.sent };
    if (one === 'none') return { ...words.none, facts: [] };
    if (one === 'sandbox') {
      const leaves = { name: firstRun.sent, value: firstRun.network.sandbox.sent };
      return { ...words.sandbox, facts: [nothing, leaves] };
    }
    if (one === 'url') {
      const { needs, kept, sent: toThere } = words.url;
      const facts = [
        { name: firstRun.needs, value: needs },
        { name: firstRun.kept, value: kept },
        { name: firstRun.sent, value: toThere },
      ];
      return { ...words.url, facts };
    }
    if (one === 'found') {
      const { gateway } = found;
      const needs = {
        name: firstRun.needs,
        value: gateway?.hasSecret === false ? words.found.needsApproval : words.found.needs,
      };
      const origin = gateway === null ? [] : [{ name: words.found.readFrom, value: gateway.origin }];
      const notes = gateway?.notes.map((value, index) => ({ name: index === 0 ? words.found.note : '', value })) ?? [];
      const detail = words.found.detail(gateway?.host ?? '');
      return { name: words.found.name, detail, facts: [needs, ...origin, ...notes.slice(0, 1), sent] };
    }
    const name = one.slice('named:'.length);
    const host = configured.find(gateway => gateway.name === name)?.host ?? '';
    return { name, detail: words.named.detail(host), facts: [] };
  };
  return (
    <QuestionPage
      {...props}
      question={words.question}
      detail={words.detail}
      primary={primary()}
      canGoOnAnyway={isGiven && answer !== 'none' && step.state !== 'ok'}
    >
      <Options label={firstRun.steps.gateway}>
        {offered.map(one => {
          const { name, detail, facts } = textsOf(one);
          return (
            <Option
              key={one}
              name={name}
              detail={detail}
              facts={hasChecks && answer === given ? [] : facts}
              isChosen={one === answer}
              isDisabled={isDisabled}
              onChoose={() => pick(one)}
            >
              {one === 'url' && <GatewayAddressPart form={form} isDisabled={isDisabled} />}
              {one === given && hasChecks && <Checks step={step} switching={setup.switching} />}
              {one.startsWith('named:') && (one !== given || step.state === 'failed') && (
                <GatewaySecretPart form={form} isDisabled={isDisabled} />
              )}
            </Option>
          );
        })}
      </Options>
    </QuestionPage>
  );
}

/** What was answered, also in an earlier run. */
function givenAnswer({ choices }: StatusSnapshot['setup'], state: PageProps['step']['state']): Answer | undefined {
  if (state === 'skipped') return 'none';
  if (choices.gateway === null) return undefined;
  return choices.gateway === 'named' ? `named:${choices.gatewayName ?? ''}` : choices.gateway;
}

/** What is nearest: the one of this computer, in the sandbox the sandbox's. */
function firstOf(offered: readonly Answer[], network: StatusSnapshot['setup']['choices']['network']): Answer {
  const order: readonly Answer[] = network === 'sandbox' ? ['sandbox', 'found'] : ['found'];
  return order.find(one => offered.includes(one)) ?? offered.find(one => one.startsWith('named:')) ?? 'url';
}
