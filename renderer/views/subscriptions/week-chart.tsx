import type { SubscriptionSummary } from '../../../electron/contract/index.ts';
import { leftOf } from '../../format/headroom.ts';
import { Chart } from '../../parts/chart.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { useQuery } from '../../state/use-query.ts';

const WEEK_MS = 7 * 86_400_000;
const MOST_MOVES = 5;

/** What was left over 7 days, and which agents came and left meanwhile. */
export function WeekChart({ one }: { one: SubscriptionSummary }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const words = text.views.subscriptions;
  const when = `${one.headroom.readAt ?? 0} ${one.agents}`;
  const history = useQuery({ name: 'history.subscription', subscription: one.name }, { when });
  const points = history.value?.points ?? [];
  const moves = history.value?.moves ?? [];
  const shown = (pct: number | null): string => (pct === null ? text.subscriptions.unknown : formats.percent(pct));
  const left = (usedPct: number | null): number | null => (usedPct === null ? null : Math.max(0, 100 - usedPct));
  return (
    <section aria-labelledby="subscription-history">
      <h3 id="subscription-history">{words.history}</h3>
      <QueryNote state={history} words={words.reading} title={words.historyFailed} />
      {points.length > 1 ? (
        <>
          <Chart
            label={words.historyAlt(
              one.name,
              formats.number(points.length),
              shown(leftOf(one, '5h')),
              shown(leftOf(one, '7d')),
            )}
            times={points.map(({ at }) => at)}
            lines={[
              { values: points.map(({ sevenDayPct }) => left(sevenDayPct)) },
              { values: points.map(({ fiveHourPct }) => left(fiveHourPct)), isDashed: true },
            ]}
            height={112}
            span={[now - WEEK_MS, now]}
            top={100}
            marks={moves.map(({ at }) => at)}
            axes={{ time: at => formats.weekday(at), value: value => formats.percent(value) }}
          />
          <p className="caption">{words.historyLegend}</p>
        </>
      ) : (
        history.value !== undefined && <p className="caption">{words.historyEmpty}</p>
      )}
      {moves.length > 0 && (
        <ol className="moves" aria-label={words.moves}>
          {moves
            .slice(-MOST_MOVES)
            .reverse()
            .map(({ at, agent, direction }) => (
              <li key={`${at} ${agent} ${direction}`}>
                <time dateTime={new Date(at).toISOString()} title={formats.fullTime(at)}>
                  {formats.nearTime(at, now)}
                </time>
                <span className="cut" title={agent}>
                  {words.move[direction](agent)}
                </span>
              </li>
            ))}
        </ol>
      )}
    </section>
  );
}
