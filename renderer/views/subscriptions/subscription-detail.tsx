import type { ReactNode } from 'react';
import type { AgentSummary, SubscriptionSummary } from '../../../electron/contract/index.ts';
import { DetailPane } from '../../parts/detail-pane.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { navigate } from '../../state/use-route.ts';
import { CoreText, ToldText } from '../../state/use-sentences.tsx';
import type { Ask } from './ask.ts';
import { presentationOf } from './standing.ts';
import type { Act } from './use-act.ts';
import { useWords } from './use-words.ts';
import { WeekChart } from './week-chart.tsx';

/** All that is known of one subscription, and what can be done with it. */
export function SubscriptionDetail({
  one,
  agents,
  act,
  isStale,
  onAsk,
}: {
  one: SubscriptionSummary;
  agents: readonly AgentSummary[];
  act: Act;
  isStale: boolean;
  onAsk: Ask;
}) {
  const { text } = usePage();
  const words = useWords();
  const mine = text.views.subscriptions;
  const { name, state, headroom, note } = one;
  const isTesting = act.isRunning && act.name === 'testSubscription';
  const isOff = isStale || act.isRunning;
  const needsToken = state === 'refused' || state === 'token-missing' || state === 'expiring';
  return (
    <DetailPane
      caption={mine.kinds[one.kind]}
      title={name}
      onClose={() => navigate('subscriptions')}
      buttons={
        state !== 'removing' && (
          <>
            {one.kind === 'setup_token' && (
              <button
                type="button"
                className="button"
                disabled={isOff}
                onClick={() => act.run({ name: 'testSubscription', subscription: name })}
              >
                {isTesting ? mine.testing : mine.test}
              </button>
            )}
            {!needsToken && (
              <AskButton isOff={isOff} onClick={() => onAsk({ kind: 'replace', subscription: name })}>
                {mine.replace}
              </AskButton>
            )}
            <AskButton isOff={isOff} onClick={() => onAsk({ kind: 'rename', subscription: name })}>
              {mine.rename}
            </AskButton>
            <AskButton isOff={isOff} onClick={() => onAsk({ kind: 'remove', subscription: name })}>
              {mine.remove}
            </AskButton>
          </>
        )
      }
    >
      <div className="standing">
        <StateWord {...presentationOf(state)} word={words.stateWord(one)} />
        <p className="second">{words.sentence(one) ?? <CoreText value={one.sentence} />}</p>
        {headroom.problem !== null && (
          <p className="second">
            <ToldText told={headroom.problemTold} value={headroom.problem} />
          </p>
        )}
        {needsToken && (
          <button
            type="button"
            className="button"
            disabled={isOff}
            onClick={() => onAsk({ kind: 'replace', subscription: name })}
          >
            {mine.replace}
          </button>
        )}
      </div>
      <SubscriptionFacts one={one} agents={agents} />
      {note !== null && <p className="note-text">{note}</p>}
      {one.kind === 'setup_token' && <WeekChart one={one} />}
    </DetailPane>
  );
}

function AskButton({ isOff, onClick, children }: { isOff: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className="button" disabled={isOff} onClick={onClick}>
      {children}
    </button>
  );
}

function SubscriptionFacts({ one, agents }: { one: SubscriptionSummary; agents: readonly AgentSummary[] }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const words = useWords();
  const { facts, readFrom, readAt, never, windowLeft, windowNames, noAgents, tokenPrint } = text.views.subscriptions;
  const { tier, headroom, expiresAt, fingerprint } = one;
  const on = agents.filter(({ subscription }) => subscription === one.name).map(({ name }) => name);
  return (
    <Facts>
      {tier !== null && <Fact name={facts.tier} value={tier} hint={tier} />}
      {headroom.windows.map(({ window, usedPct, resetsAt }) => (
        <Fact
          key={window}
          name={windowNames[window] ?? window.replaceAll('_', ' ')}
          value={
            usedPct === null
              ? null
              : windowLeft(
                  text.subscriptions.leftOf(formats.percent(Math.max(0, 100 - usedPct))),
                  resetsAt === null ? null : formats.nearTime(resetsAt, now),
                )
          }
          hint={resetsAt === null ? undefined : formats.fullTime(resetsAt)}
        />
      ))}
      <Fact
        name={facts.read}
        value={
          headroom.readAt === null
            ? never
            : readAt(formats.nearTime(headroom.readAt, now), headroom.source === null ? '' : readFrom[headroom.source])
        }
        hint={headroom.readAt === null ? undefined : formats.fullTime(headroom.readAt)}
      />
      <Fact name={facts.agents} value={on.length === 0 ? noAgents : on.join(', ')} hint={on.join(', ')} />
      {expiresAt !== null && (
        <Fact name={facts.until} value={words.tokenUntil(one)} hint={formats.fullTime(expiresAt)} />
      )}
      <Fact name={facts.token} value={tokenPrint(fingerprint)} hint={fingerprint} />
    </Facts>
  );
}
