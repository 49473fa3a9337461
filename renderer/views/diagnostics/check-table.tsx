import { StateWord } from '../../parts/shape.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-columns.ts';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { ErrorText, RemedyText, ToldText, useToldSentence } from '../../state/use-sentences.tsx';
import type { CheckRow, Checks } from './use-checks.ts';
import { VERDICTS } from './verdicts.ts';

/** What was looked at: the result, what was found with its remedy, when, and how long it took. */
export function CheckTable({ checks, isStale }: { checks: Checks; isStale: boolean }) {
  const { text, formats } = usePage();
  const words = text.views.diagnostics;
  const now = useNow(60_000);
  const titleOf = ({ id, title }: CheckRow): string => words.titles[id] ?? title;
  const ownSentence = useToldSentence();
  const columns: readonly Column<CheckRow>[] = [
    { id: 'result', label: words.result, width: 'var(--result, 104px)', cell: row => <Result row={row} /> },
    {
      id: 'what',
      label: words.what,
      width: 'var(--what, 22%)',
      cell: row => <span className="wraps">{titleOf(row)}</span>,
    },
    {
      id: 'found',
      label: words.found,
      cell: ({ isRunning, result, failure }) => (
        <div className={isRunning ? 'wraps quiet' : 'wraps'}>
          {failure !== undefined ? (
            <p>
              {words.failed} <ErrorText code={failure.code} part="error" value={failure.sentence} />
            </p>
          ) : (
            <p>
              {result === undefined ? (
                isRunning ? (
                  words.looking
                ) : (
                  words.waiting
                )
              ) : (
                <ToldText told={result.told} value={result.sentence} />
              )}
            </p>
          )}
          {failure === undefined && result !== undefined && result.remedy !== null && (
            <p className="second">
              <RemedyText remedy={{ code: result.remedyCode, text: result.remedy }} />
            </p>
          )}
        </div>
      ),
    },
    {
      id: 'time',
      label: words.time,
      width: 'var(--time, var(--exact-clock))',
      cell: ({ result }) =>
        result !== undefined && (
          <>
            {formats.exactTime(result.checkedAt, now)}
            <p className="caption">{`${formats.number(result.durationMs)} ms`}</p>
          </>
        ),
      hint: ({ result }) => (result === undefined ? undefined : formats.fullTime(result.checkedAt)),
    },
    {
      id: 'again',
      label: words.again,
      width: '36px',
      isLabelHidden: true,
      isNumber: true,
      cell: row => (
        <button
          type="button"
          className="button ghost icon"
          aria-label={words.againName(titleOf(row))}
          title={words.againName(titleOf(row))}
          disabled={isStale || row.isRunning}
          onClick={() => checks.run([row.id])}
        >
          <svg
            width="14"
            height="14"
            viewBox="0 0 14 14"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.2"
            aria-hidden="true"
          >
            <path d="M11.5 7a4.5 4.5 0 1 1-1.4-3.3M10.3 1.2v2.7H7.6" />
          </svg>
        </button>
      ),
    },
  ];
  return (
    <Table
      label={words.checks}
      rows={checks.rows}
      columns={columns}
      keyOf={({ id }) => id}
      idOf={row => `${titleOf(row)}: ${ownSentence(row.result?.told) ?? row.result?.sentence ?? ''}`}
    />
  );
}

function Result({ row: { isRunning, result, failure } }: { row: CheckRow }) {
  const { text } = usePage();
  const words = text.views.diagnostics;
  if (isRunning) return <StateWord shape="arc" tone="working" word={words.running} />;
  const verdict = failure === undefined ? result?.verdict : 'unknown';
  if (verdict === undefined) return null;
  return <StateWord {...VERDICTS[verdict]} word={words.verdicts[verdict]} />;
}
