import type { SubscriptionSummary } from '../../electron/contract/index.ts';
import { leftOf } from '../format/headroom.ts';
import { usePage } from '../state/page-context.ts';
import { useNow } from '../state/use-now.ts';
import { HeadroomBar } from './headroom-bar.tsx';
import { Shape } from './shape.tsx';

/** More do not fit a row; the view of the subscriptions has them all. */
const MOST_BARS = 5;

/** What is left of the five hours of each subscription, as bars; at most five. */
export function HeadroomList({
  subscriptions,
  caption,
  isWide = false,
}: {
  subscriptions: readonly SubscriptionSummary[];
  /** Stands above instead of what the bars are of. */
  caption?: string;
  /** There is room to say when a limited one returns; those come last then. */
  isWide?: boolean;
}) {
  const { text, formats } = usePage();
  const all = subscriptions.filter(({ kind, state }) => kind === 'setup_token' && state !== 'removing');
  if (all.length === 0) return null;
  const shown = isWide ? [...all].sort((a, b) => Number(isLimited(a)) - Number(isLimited(b))) : all;
  return (
    <>
      <p className="chart-line">
        <span>{caption ?? text.subscriptions.fiveHours}</span>
        <span>{caption === undefined ? text.subscriptions.left : text.subscriptions.fiveHoursLeft}</span>
      </p>
      <ul className="bars">
        {shown.slice(0, MOST_BARS).map(one => {
          const leftPct = leftOf(one, '5h');
          return (
            <li key={one.id}>
              <Name one={one} saysReturn={isWide} />
              <HeadroomBar leftPct={leftPct} />
              <span>{leftPct === null ? text.subscriptions.unknownShort : formats.percent(leftPct)}</span>
            </li>
          );
        })}
      </ul>
      {shown.length > MOST_BARS && (
        <p className="caption">{text.subscriptions.more(formats.number(shown.length - MOST_BARS))}</p>
      )}
    </>
  );
}

function Name({ one, saysReturn }: { one: SubscriptionSummary; saysReturn: boolean }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const { name, headroom, skipUntil } = one;
  if (!saysReturn || !isLimited(one)) {
    return (
      <span className="cut" title={name}>
        {name}
      </span>
    );
  }
  const back = skipUntil ?? headroom.windows.find(({ isBlocking }) => isBlocking)?.resetsAt ?? null;
  return (
    <span className="bar-name">
      <Shape name="clock" tone="neutral" />
      <span className="cut" title={name}>
        {back === null ? name : text.subscriptions.backAt(name, formats.comingTime(back, now))}
      </span>
    </span>
  );
}

function isLimited({ state }: SubscriptionSummary): boolean {
  return state === 'limited';
}
