import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { hostOf } from '../format/id.ts';
import { usePage } from '../state/page-context.ts';
import type { CommandState } from '../state/use-command.ts';
import { useNow } from '../state/use-now.ts';
import { CommandNote } from './command-note.tsx';
import { CopyIconButton } from './copy-button.tsx';
import { Glyph } from './glyph.tsx';
import { LatencyChart } from './latency-chart.tsx';
import { TEE_PRESENTATION } from './present.ts';
import { Id } from './sentence.tsx';
import { StateWord } from './shape.tsx';

/** The TEE gate: its state, where requests go, how fast, and the two things to do. */
export function TeeGate({
  tee,
  rotate,
  check,
  isStale,
}: {
  tee: StatusSnapshot['tee'];
  rotate: CommandState;
  check: CommandState;
  isStale: boolean;
}) {
  const { text, formats } = usePage();
  const now = useNow();
  return (
    <section className="gate" aria-labelledby="tee-title">
      <div className="identity">
        <Glyph health={tee.health} size={22} />
        <div>
          <h2 id="tee-title">{text.tee.title}</h2>
          <StateWord {...TEE_PRESENTATION[tee.state]} word={text.teeState[tee.state]} />
          <p className="caption" title={formats.fullTime(tee.since)}>
            {text.tee.since(formats.time(tee.since, now))}
          </p>
        </div>
      </div>
      <TeeFacts tee={tee} now={now} />
      <div className="history">{tee.current !== null && <LatencyChart current={tee.current} now={now} />}</div>
      <div className="actions">
        <button
          type="button"
          className="button"
          disabled={rotate.isRunning || isStale}
          aria-keyshortcuts="Control+Shift+E Meta+Shift+E"
          onClick={rotate.run}
        >
          {rotate.isRunning ? text.tee.rotating : text.tee.rotate}
        </button>
        <button type="button" className="button" disabled={check.isRunning || isStale} onClick={check.run}>
          {check.isRunning ? text.tee.checking : text.tee.check}
        </button>
      </div>
      <CommandNote outcome={rotate.outcome} />
      <CommandNote outcome={check.outcome} />
    </section>
  );
}

function TeeFacts({ tee, now }: { tee: StatusSnapshot['tee']; now: number }) {
  const { text, formats } = usePage();
  const { current, pins } = tee;
  const draining = tee.draining.reduce((sum, { inFlight }) => sum + inFlight, 0);
  const pinned = <span className="pin">{text.tee.pinned}</span>;
  return (
    <dl className="facts">
      <dt>{text.tee.id}</dt>
      <dd>
        {current === null ? (
          <span className="quiet">{text.tee.none}</span>
        ) : (
          <>
            <Id value={current.teeId} />
            <CopyIconButton value={current.teeId} label={text.tee.copyId} />
          </>
        )}
        {pins.teeId !== null && pinned}
      </dd>
      {current !== null && (
        <>
          <dt>{text.tee.host}</dt>
          <dd>
            <span className="cut" title={current.endpoint}>
              {hostOf(current.endpoint)}
            </span>
          </dd>
        </>
      )}
      {(current !== null || pins.pcrHash !== null) && (
        <>
          <dt>{text.tee.pcr}</dt>
          <dd>
            <Id value={current?.pcrHash ?? pins.pcrHash ?? ''} />
            <CopyIconButton value={current?.pcrHash ?? pins.pcrHash ?? ''} label={text.tee.copyPcr} />
            {pins.pcrHash !== null && pinned}
          </dd>
        </>
      )}
      {current !== null && (
        <>
          <dt>{text.tee.standby}</dt>
          <dd>
            {tee.standby === null ? (
              <span className="quiet">{text.tee.none}</span>
            ) : (
              <>
                <Id value={tee.standby.teeId} />
                <span className="cut" title={tee.standby.endpoint}>
                  {text.tee.ready}
                </span>
              </>
            )}
          </dd>
          <dt>{text.tee.chosen}</dt>
          <dd>
            <span className="cut" title={formats.fullTime(current.selectedAt)}>
              {text.tee.chosenAt(formats.time(current.selectedAt, now), text.teeCause[current.cause])}
            </span>
          </dd>
          <dt>{text.tee.served}</dt>
          <dd>
            <span className="cut">
              {text.tee.requests(current.requestsServed, formats.number(current.requestsServed))}
              {current.inFlight > 0 && `, ${text.tee.inFlight(formats.number(current.inFlight))}`}
              {draining > 0 && `, ${text.tee.draining(formats.number(draining))}`}
            </span>
          </dd>
        </>
      )}
      <dt>{text.tee.registry}</dt>
      <dd>
        <RegistryLine registry={tee.registry} now={now} />
      </dd>
    </dl>
  );
}

function RegistryLine({ registry, now }: { registry: StatusSnapshot['tee']['registry']; now: number }) {
  const { text, formats } = usePage();
  const state = text.registryState[registry.state];
  const line =
    registry.lastAttemptAt === null ? state : text.tee.checked(formats.duration(now - registry.lastAttemptAt), state);
  const next = registry.nextCheckAt === null ? '' : text.tee.nextCheck(formats.exactTime(registry.nextCheckAt, now));
  const details = [registry.rpcHosts.join(', '), registry.address, text.registryWatching[registry.watching], next];
  const where = details.filter(Boolean).join(', ');
  return (
    <span className="cut" title={where}>
      {line}
    </span>
  );
}
