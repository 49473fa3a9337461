import type { TeeHistory, TeeStatus } from '../../../electron/contract/index.ts';
import { hostOf } from '../../format/id.ts';
import { CopyIconButton } from '../../parts/copy-button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Fact } from '../../parts/facts.tsx';
import { TEE_PRESENTATION } from '../../parts/present.ts';
import { QueryNote } from '../../parts/query-note.tsx';
import { Section } from '../../parts/section.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import type { QueryState } from '../../state/use-query.ts';
import { LatencyHistory } from './latency-history.tsx';
import { Switches } from './switches.tsx';

/** The TEE that requests are sealed to: which, where, what it runs, since when and why, and how fast it answers. */
export function CurrentTee({ tee, history }: { tee: TeeStatus; history: QueryState<TeeHistory> }) {
  const { text, formats } = usePage();
  const now = useNow();
  const { current, state } = tee;
  return (
    <Section
      title={text.views.tees.current}
      note={
        <span className="current-state">
          <StateWord {...TEE_PRESENTATION[state]} word={text.teeState[state]} />
          <span className="quiet" title={formats.fullTime(tee.since)}>
            {text.views.tees.since(formats.time(tee.since, now))}
          </span>
        </span>
      }
    >
      {current === null ? (
        <EmptyState sentence={text.views.tees.noCurrent} />
      ) : (
        <CurrentFacts tee={tee} current={current} now={now} />
      )}
      <QueryNote state={history} words={text.views.tees.reading} />
      <div className="latency">
        <LatencyHistory current={current} history={history.value} now={now} />
        <Switches history={history.value} now={now} />
      </div>
    </Section>
  );
}

function CurrentFacts({
  tee: { pins, draining },
  current,
  now,
}: {
  tee: TeeStatus;
  current: NonNullable<TeeStatus['current']>;
  now: number;
}) {
  const { text, formats } = usePage();
  const { teeId, pcrHash, endpoint, selectedAt, cause, requestsServed, inFlight } = current;
  const words = text.views.tees;
  const chosen = text.tee.chosenAt(formats.time(selectedAt, now), text.teeCause[cause]);
  const leaving = draining.reduce((sum, one) => sum + one.inFlight, 0);
  const requests = (count: number): string => text.tee.requests(count, formats.number(count));
  return (
    <dl className="facts wide-facts">
      <dt>{text.tee.id}</dt>
      <dd className="whole">
        <code>{teeId}</code>
        <CopyIconButton value={teeId} label={text.tee.copyId} />
        {pins.teeId !== null && <span className="pin">{text.tee.pinned}</span>}
      </dd>
      <dt>{text.tee.pcr}</dt>
      <dd className="whole">
        <code>{pcrHash}</code>
        <CopyIconButton value={pcrHash} label={text.tee.copyPcr} />
        {pins.pcrHash !== null && <span className="pin">{text.tee.pinned}</span>}
      </dd>
      <Fact name={text.tee.host} value={hostOf(endpoint)} hint={endpoint} />
      <Fact name={text.tee.chosen} value={chosen} hint={formats.fullTime(selectedAt)} />
      <Fact
        name={text.tee.served}
        value={words.servedWith(requests(requestsServed), text.tee.inFlight(formats.number(inFlight)))}
      />
      {draining.length > 0 && (
        <Fact
          name={words.finishing}
          value={words.drainingLine(draining.length, formats.number(draining.length), requests(leaving))}
        />
      )}
    </dl>
  );
}
