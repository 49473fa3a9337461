import type { TeeHistory } from '../../../electron/contract/index.ts';
import { Id } from '../../parts/sentence.tsx';
import { usePage } from '../../state/page-context.ts';

const SHOWN = 3;

/** The latest changes from one TEE to another, newest first: when, why, from which to which. */
export function Switches({ history, now }: { history: TeeHistory | undefined; now: number }) {
  const { text, formats } = usePage();
  const words = text.views.tees;
  if (history === undefined) return null;
  const latest = history.switches.slice(-SHOWN).reverse();
  return (
    <div className="switches">
      <h3 className="caption">{words.switches}</h3>
      {latest.length === 0 && <p className="caption">{words.noSwitch}</p>}
      <ol>
        {latest.map(({ at, from, to, cause }) => (
          <li key={`${at} ${to}`}>
            <time dateTime={new Date(at).toISOString()} title={formats.fullTime(at)}>
              {formats.exactTime(at, now)}
            </time>
            <span>{cause === null ? words.noCause : text.teeCause[cause]}</span>
            <span className="from-to">
              {from !== null && (
                <>
                  <Id value={from} /> →{' '}
                </>
              )}
              <Id value={to} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
