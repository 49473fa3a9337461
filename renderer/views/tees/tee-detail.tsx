import type { TeeHistory, TeeStatus } from '../../../electron/contract/index.ts';
import { shortId } from '../../format/id.ts';
import { CopyButton, CopyIconButton } from '../../parts/copy-button.tsx';
import { DetailPane } from '../../parts/detail-pane.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { Reason } from './held-back.tsx';
import type { Release } from './release.tsx';
import { ROLE_PRESENTATION } from './role.ts';
import { heldRows, type TeeRow, usableRows } from './tee-rows.ts';

/** All that is known of one TEE: what it is, where, what it runs, why it is held back, and when requests came and left. */
export function TeeDetail({
  tee,
  openKey,
  history,
  release,
  isStale,
  onClose,
}: {
  tee: TeeStatus;
  openKey: string;
  history: TeeHistory | undefined;
  release: Release;
  isStale: boolean;
  onClose: () => void;
}) {
  const { text, formats } = usePage();
  const words = text.views.tees;
  const rows = [...usableRows(tee), ...heldRows(tee)].filter(({ key }) => key === openKey);
  const [row] = rows;
  const out = rows.find(({ role }) => role === 'quarantined');
  const title = row?.index == null ? shortId(openKey) : words.position(formats.number(row.index));
  return (
    <DetailPane
      caption={words.id}
      title={row?.index == null ? <code>{title}</code> : title}
      onClose={onClose}
      buttons={
        row?.teeId != null && (
          <>
            {out !== undefined && (
              <button
                type="button"
                className="button"
                disabled={release.runner.isRunning || isStale}
                onClick={() => release.ask(out)}
              >
                {release.runner.isRunning ? words.releasing : words.release}
              </button>
            )}
            <CopyButton value={row.teeId} label={words.copyId} />
          </>
        )
      }
    >
      {row === undefined ? (
        <p className="second">{words.unknownId}</p>
      ) : (
        <>
          {rows.map(shown => (
            <RowFacts key={shown.role} row={shown} />
          ))}
          {row.teeId !== null && <Identity tee={tee} row={row} teeId={row.teeId} />}
        </>
      )}
      {row?.index == null && history !== undefined && <Past history={history} teeId={openKey} />}
    </DetailPane>
  );
}

function RowFacts({ row }: { row: TeeRow }) {
  const { text, formats } = usePage();
  const now = useNow(10_000);
  const words = text.views.tees;
  const { role, since, until, failures } = row;
  const isHeld = role === 'quarantined' || role === 'probation';
  return (
    <div className="detail-part">
      <StateWord {...ROLE_PRESENTATION[role]} word={words.role[role]} />
      <p>
        <Reason row={row} />
      </p>
      <Facts>
        {since !== null && !isHeld && (
          <Fact
            name={text.views.tees.sinceLabel}
            value={formats.exactTime(since, now)}
            hint={formats.fullTime(since)}
          />
        )}
        {isHeld && (
          <>
            <Fact name={words.failures} value={formats.number(failures)} />
            {since !== null && (
              <Fact name={words.lastFailure} value={formats.exactTime(since, now)} hint={formats.fullTime(since)} />
            )}
            <Fact
              name={words.untilColumn}
              value={role === 'probation' || until === null ? words.untilProof : formats.comingTime(until, now)}
            />
          </>
        )}
      </Facts>
    </div>
  );
}

function Identity({ tee: { pins }, row, teeId }: { tee: TeeStatus; row: TeeRow; teeId: string }) {
  const { text } = usePage();
  const words = text.views.tees;
  const parts = [
    {
      name: text.tee.id,
      value: teeId,
      copy: text.tee.copyId,
      isPinned: pins.teeId !== null && row.role !== 'unpinned',
    },
    { name: text.tee.pcr, value: row.pcrHash, copy: text.tee.copyPcr, isPinned: false },
    { name: words.endpoint, value: row.endpoint, copy: words.copyEndpoint, isPinned: false },
  ];
  return (
    <dl className="identity-parts">
      {parts
        .filter(({ value }) => value !== '')
        .map(({ name, value, copy, isPinned }) => (
          <div key={name}>
            <dt>
              {name}
              <CopyIconButton value={value} label={copy} />
              {isPinned && <span className="pin">{text.tee.pinned}</span>}
            </dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** When requests came to this TEE and left it, newest first. */
function Past({ history: { switches }, teeId }: { history: TeeHistory; teeId: string }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const words = text.views.tees;
  const mine = switches.filter(({ from, to }) => from === teeId || to === teeId).reverse();
  return (
    <div>
      <h3>{words.history}</h3>
      {mine.length === 0 ? (
        <p className="caption">{words.noHistory}</p>
      ) : (
        <ol className="past">
          {mine.map(({ at, to, cause }) => {
            const why = cause === null ? words.noCause : text.teeCause[cause];
            return (
              <li key={`${at} ${to}`}>
                <time dateTime={new Date(at).toISOString()} title={formats.fullTime(at)}>
                  {formats.exactTime(at, now)}
                </time>
                <span>{to === teeId ? words.took(why) : words.left(why)}</span>
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}
