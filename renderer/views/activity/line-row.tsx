import { type KeyboardEvent, memo } from 'react';
import type { ActivityEntry } from '../../../electron/contract/index.ts';
import { hrefOf } from '../../format/route.ts';
import { EntryCause, EntrySentence } from '../../parts/entry-text.tsx';
import { Shape } from '../../parts/shape.tsx';
import { showWhole } from '../../parts/show-whole.ts';
import { usePage } from '../../state/page-context.ts';
import { useDays } from '../../state/use-days.ts';
import { healthOf, shapeOf } from './line-shape.ts';

/** What a row says when it is used; all take the id of its entry. */
export interface LineRowEvents {
  readonly onFocus: (id: number) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>, id: number) => void;
}

/** One entry: when, how it stands, which gate, what happened, and why beneath. It is the link to its detail. */
export const LineRow = memo(function LineRow({
  entry,
  isOpen,
  canTab,
  onFocus,
  onKeyDown,
}: LineRowEvents & {
  readonly entry: ActivityEntry;
  readonly isOpen: boolean;
  /** The one that the Tab key stops at. */
  readonly canTab: boolean;
}) {
  const { text, formats } = usePage();
  const days = useDays();
  const { id, at, gate, tone, sentence, cause, count, event } = entry;
  const { shape, tone: colour } = shapeOf(entry);
  const health = healthOf(tone);
  return (
    <li>
      <a
        className="line"
        href={hrefOf('activity', { id: String(id) })}
        draggable={false}
        data-id={id}
        aria-current={isOpen ? 'true' : undefined}
        tabIndex={canTab ? 0 : -1}
        onFocus={() => onFocus(id)}
        onKeyDown={event => onKeyDown(event, id)}
      >
        <time dateTime={new Date(at).toISOString()} title={formats.fullTime(at)}>
          {days.clock(at)}
        </time>
        <span title={health === null ? undefined : text.health[health]}>
          <Shape name={shape} tone={colour} />
          {health !== null && <span className="hidden">{text.health[health]}</span>}
        </span>
        <span className="gate-name cut">{text.gate[gate]}</span>
        <span className="what">
          <span className="said">
            <span className="cut" onPointerEnter={showWhole}>
              <EntrySentence event={event} sentence={sentence} />
            </span>
            {count > 1 && <span className="pin">{text.views.activity.times(formats.number(count))}</span>}
          </span>
          {cause !== null && (
            <span className="cause cut" onPointerEnter={showWhole}>
              <EntryCause event={event} cause={cause} />
            </span>
          )}
        </span>
      </a>
    </li>
  );
});
