import type { SubscriptionSummary } from '../../electron/contract/index.ts';
import { leftOf } from '../format/headroom.ts';
import { usePage } from '../state/page-context.ts';
import { HeadroomBar } from './headroom-bar.tsx';

/** More do not fit a row; the view of the subscriptions has them all. */
const MOST_BARS = 5;

/** What is left of the five hours of each subscription, as bars; at most five. */
export function HeadroomList({ subscriptions }: { subscriptions: readonly SubscriptionSummary[] }) {
  const { text, formats } = usePage();
  const shown = subscriptions.filter(({ kind, state }) => kind === 'setup_token' && state !== 'removing');
  if (shown.length === 0) return null;
  return (
    <>
      <p className="chart-line">
        <span>{text.subscriptions.fiveHours}</span>
        <span>{text.subscriptions.left}</span>
      </p>
      <ul className="bars">
        {shown.slice(0, MOST_BARS).map(one => {
          const leftPct = leftOf(one, '5h');
          return (
            <li key={one.id}>
              <span className="cut" title={one.name}>
                {one.name}
              </span>
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
