import { useState } from 'react';
import { Split } from '../../parts/detail-pane.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useSentences } from '../../state/use-sentences.tsx';
import { useActions, type ViewProps } from '../../state/view-context.ts';
import { ActNote } from './act-note.tsx';
import { AgentDetail } from './agent-detail.tsx';
import { AgentTable } from './agent-table.tsx';
import type { Question } from './ask.ts';
import { Dialogs } from './dialogs.tsx';
import { LastRotation } from './last-rotation.tsx';
import { jobsOf, named } from './standing.ts';
import { SubscriptionDetail } from './subscription-detail.tsx';
import { SubscriptionTable } from './subscription-table.tsx';
import { Trouble } from './trouble.tsx';
import { useAct } from './use-act.ts';
import { useRules } from './use-words.ts';
import './styles/index.css';

/** Where all are seen at once, a search only takes room. */
const SEARCH_FROM = 15;

/** All subscriptions with what is left of them, who works on which, and everything that can be done about it. */
export function Subscriptions({ snapshot, params, isStale, asOf }: ViewProps) {
  const { text, formats } = usePage();
  const say = useSentences();
  const act = useAct();
  const { rotateSubscription } = useActions();
  const [question, ask] = useState<Question>();
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed);
  const words = text.views.subscriptions;
  const status = snapshot.subscriptions;
  const { subscriptions, agents, subscriptionsTotal, agentsTotal, usableTotal } = status;
  const rules = useRules(snapshot.activity.find(({ code }) => code === 'settingChanged')?.id ?? 0);

  const openOne = subscriptions.find(({ id }) => id === params.get('id'));
  const openAgent = agents.find(({ name }) => name === params.get('agent'));
  const isOff = isStale || act.isRunning;
  const hasSearch = subscriptions.length + agents.length >= SEARCH_FROM;
  const wanted = hasSearch ? search : '';
  const open = (next: Question | undefined): void => {
    act.clear();
    ask(next);
  };
  const isTrouble = status.health === 'broken' || status.health === 'needs-you';
  const isEmpty = subscriptions.length === 0 && agents.length === 0;
  const summary = words.summary(
    text.subscriptions.usable(formats.number(usableTotal), formats.number(subscriptionsTotal)),
    text.subscriptions.agentCount(agentsTotal, formats.number(agentsTotal)),
  );
  return (
    <>
      <ViewHead
        title={text.subscriptions.listTitle}
        sentence={isEmpty || (status.state !== 'usable' && !isTrouble) ? say.subscriptions(status) : summary}
        asOf={asOf}
      >
        {hasSearch && <SearchField value={typed} onChange={setTyped} />}
        <button
          type="button"
          className={isEmpty ? 'button primary' : 'button'}
          disabled={isOff}
          onClick={() => open({ kind: 'add' })}
        >
          {words.addSubscription}
        </button>
        {!isEmpty && (
          <button
            type="button"
            className={isTrouble ? 'button' : 'button primary'}
            disabled={rotateSubscription.isRunning || isOff || status.assignedTotal === 0}
            aria-keyshortcuts="Control+Shift+S Meta+Shift+S"
            onClick={() => open({ kind: 'rotate', agent: undefined })}
          >
            {rotateSubscription.isRunning ? text.subscriptions.rotating : text.subscriptions.rotateChoose}
          </button>
        )}
      </ViewHead>
      {question === undefined && <ActNote act={act} />}
      <Trouble status={status} act={act} isStale={isStale} onAsk={open} />
      <LastRotation status={status} />
      <Split
        detail={
          openOne !== undefined ? (
            <SubscriptionDetail
              key={openOne.id}
              one={openOne}
              agents={agents}
              act={act}
              isStale={isStale}
              onAsk={open}
            />
          ) : (
            openAgent !== undefined && (
              <AgentDetail
                key={openAgent.name}
                agent={openAgent}
                status={status}
                act={act}
                isStale={isStale}
                onAsk={open}
              />
            )
          )
        }
      >
        <SubscriptionTable
          rows={named(subscriptions, wanted, ({ name, tier, note }) => `${name} ${tier ?? ''} ${note ?? ''}`)}
          openId={openOne?.id}
          rules={rules}
          empty={<EmptyState sentence={wanted === '' ? words.empty : words.nothingFound} />}
        />
        <More shown={subscriptions.length} total={subscriptionsTotal} />
        <div className="agents-head">
          <h2>{text.subscriptions.agents}</h2>
          {!status.isAutomatic && <span className="pin">{text.subscriptions.byHandOnly}</span>}
          {agents.length > 0 && (
            <p className="second">
              {words.agentsSentence(text.subscriptions.jobsRunning(jobsOf(agents), formats.number(jobsOf(agents))))}
            </p>
          )}
          <button type="button" className="button ghost" disabled={isOff} onClick={() => open({ kind: 'add-agent' })}>
            {words.addAgent}
          </button>
        </div>
        <AgentTable
          rows={named(agents, wanted, ({ name, subscription }) => `${name} ${subscription ?? ''}`)}
          status={status}
          openName={openAgent?.name}
          isDisabled={isOff || rotateSubscription.isRunning}
          onRotate={agent => open({ kind: 'rotate', agent })}
          empty={<EmptyState sentence={wanted === '' ? words.agentsEmpty : words.nothingFound} />}
        />
        <More shown={agents.length} total={agentsTotal} />
        {status.isTryOut && <p className="caption shared">{words.tryOut}</p>}
        {status.lock.kind === 'redis' && (
          <p className="caption shared">
            {status.lock.state === 'lost' ? words.sharedAway(status.lock.reason ?? '') : words.sharedBy}
          </p>
        )}
        <p className="caption footer">
          {rules.refreshMs === undefined ? words.footer : words.footerAsked(formats.duration(rules.refreshMs))}
        </p>
      </Split>
      {question !== undefined && (
        <div className="dialogs">
          <Dialogs question={question} snapshot={snapshot} act={act} isStale={isStale} onClose={() => ask(undefined)} />
        </div>
      )}
    </>
  );
}

/** That the host shows only the first of many. */
function More({ shown, total }: { shown: number; total: number }) {
  const { text, formats } = usePage();
  if (total <= shown) return null;
  return <p className="caption">{text.views.subscriptions.shownOf(formats.number(shown), formats.number(total))}</p>;
}
