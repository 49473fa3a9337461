import type { SubscriptionSummary } from '../../../electron/contract/index.ts';
import { leftOf } from '../../format/headroom.ts';
import { HeadroomBar } from '../../parts/headroom-bar.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';

/** What is left of one window: the bar, the number, and when it resets or is used up. */
export function HeadroomCell({ one, window }: { one: SubscriptionSummary; window: '5h' | '7d' }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  if (one.kind === 'api_key') return <span className="quiet">{text.subscriptions.noWindows}</span>;
  const leftPct = leftOf(one, window);
  const found = one.headroom.windows.find(each => each.window === window);
  const resetsAt = found?.resetsAt ?? null;
  const wallAt = found?.wallAt ?? null;
  return (
    <>
      <span className="bar-line">
        <HeadroomBar leftPct={leftPct} />
        <span>
          {leftPct === null ? text.subscriptions.unknown : text.subscriptions.leftOf(formats.percent(leftPct))}
        </span>
      </span>
      {resetsAt !== null && (
        <p className={wallAt === null ? 'caption' : 'caption forecast'}>
          {wallAt !== null && <span>{text.views.subscriptions.lasts(formats.nearTime(wallAt, now))} </span>}
          {text.views.subscriptions.resets(formats.nearTime(resetsAt, now))}
        </p>
      )}
    </>
  );
}
