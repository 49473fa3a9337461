import type { ReactNode } from 'react';
import type { AgentSummary, SubscriptionsStatus, Told } from '../../../electron/contract/index.ts';
import { Shape } from '../../parts/shape.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-columns.ts';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { navigate } from '../../state/use-route.ts';
import { useToldSentence } from '../../state/use-sentences.tsx';
import { type ReadResult, readResult } from './standing.ts';
import { useWords } from './use-words.ts';

/** All agents: on what, since when and why, and what they are doing. */
export function AgentTable({
  rows,
  status,
  openName,
  isDisabled,
  onRotate,
  empty,
}: {
  rows: readonly AgentSummary[];
  status: SubscriptionsStatus;
  openName: string | undefined;
  isDisabled: boolean;
  onRotate: (agent: string) => void;
  empty: ReactNode;
}) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const words = useWords();
  const told = useToldSentence();
  const { columns: labels, rotateOne, rotateAgent } = text.views.subscriptions;
  const columns: readonly Column<AgentSummary>[] = [
    {
      id: 'name',
      label: text.subscriptions.agent,
      width: '24%',
      hint: ({ name }) => name,
      sortBy: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      id: 'subscription',
      label: text.subscriptions.name,
      width: '18%',
      hint: ({ subscription }) => subscription ?? undefined,
      sortBy: ({ subscription }) => subscription,
      cell: ({ subscription }) => subscription ?? <span className="quiet">{text.subscriptions.none}</span>,
    },
    {
      id: 'since',
      label: labels.since,
      width: '84px',
      hint: ({ since }) => (since === null ? undefined : formats.fullTime(since)),
      sortBy: ({ since }) => since,
      cell: ({ since }) => (since === null ? '' : formats.nearTime(since, now)),
    },
    {
      id: 'why',
      label: labels.why,
      width: '20%',
      hint: agent => words.why(agent, status),
      cell: agent => words.why(agent, status),
    },
    {
      id: 'jobs',
      label: labels.jobs,
      hint: agent =>
        agentTrouble(agent, { told, result: result => words.result(result), shadowed: text.subscriptions.shadowed }) ??
        words.jobs(agent),
      sortBy: ({ health }) => health.activeTasks,
      cell: agent => <Doing agent={agent} />,
    },
    {
      id: 'act',
      label: labels.act,
      width: '94px',
      isLabelHidden: true,
      isNumber: true,
      cell: ({ name }) => (
        <button
          type="button"
          className="button ghost"
          disabled={isDisabled}
          aria-label={rotateAgent(name)}
          onClick={() => onRotate(name)}
        >
          {rotateOne}
        </button>
      ),
    },
  ];
  return (
    <Table
      label={text.subscriptions.agents}
      rows={rows}
      columns={columns}
      keyOf={({ name }) => name}
      idOf={({ name }) => name}
      onOpen={({ name }) => navigate('subscriptions', { agent: name })}
      openKey={openName}
      empty={empty}
    />
  );
}

/** What it is doing; what is wrong with it instead where something is. */
function Doing({ agent }: { agent: AgentSummary }) {
  const { text } = usePage();
  const words = useWords();
  const result = readResult(agent.result);
  if (agent.health.state === 'down') {
    return (
      <span className="state">
        <Shape name="square" tone="broken" />
        {text.subscriptions.noAnswer}
      </span>
    );
  }
  const isUnsettled = agent.subscription !== null && !agent.isConfirmed && result.kind !== 'not_running';
  if (agent.shadowedKeys.length > 0 || isUnsettled) {
    const { shape, tone } = isUnsettled ? result.presentation : ({ shape: 'half', tone: 'needs-you' } as const);
    return (
      <span className="state">
        <Shape name={shape} tone={tone} />
        <span className="cut">{isUnsettled ? words.result(result) : text.views.subscriptions.ownKey}</span>
      </span>
    );
  }
  return words.jobs(agent);
}

interface TroubleWords {
  readonly told: (told: Told | undefined) => string | undefined;
  readonly result: (result: ReadResult) => string;
  readonly shadowed: (keys: string) => string;
}

/** The whole of what {@link Doing} has no room for. */
function agentTrouble(
  { health, result, isConfirmed, shadowedKeys }: AgentSummary,
  says: TroubleWords,
): string | undefined {
  if (health.state === 'down') return says.told(health.told) ?? health.reason ?? undefined;
  if (!isConfirmed && result !== null) return says.result(readResult(result));
  return shadowedKeys.length === 0 ? undefined : says.shadowed(shadowedKeys.join(', '));
}
