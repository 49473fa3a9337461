import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { hostOf } from '../../format/id.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { CopyIconButton } from '../../parts/copy-button.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { LatencyChart } from '../../parts/latency-chart.tsx';
import { TEE_PRESENTATION } from '../../parts/present.ts';
import { Id } from '../../parts/sentence.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { useOfflineAsOf } from '../../state/use-offline.ts';
import { navigate } from '../../state/use-route.ts';
import { useActions } from '../../state/view-context.ts';
import { GateRow } from './gate-row.tsx';

type Tee = StatusSnapshot['tee'];

/** The TEE gate: its state, where requests go, how fast, and the two things to do. */
export function TeeGate({ snapshot, isStale }: { snapshot: StatusSnapshot; isStale: boolean }) {
  const { tee } = snapshot;
  const { text, formats } = usePage();
  const now = useNow();
  const { rotateTee, checkRegistry } = useActions();
  const asOf = useOfflineAsOf(snapshot, 'tee');
  return (
    <GateRow
      health={tee.health}
      title={text.tee.title}
      state={<StateWord {...TEE_PRESENTATION[tee.state]} word={text.teeState[tee.state]} />}
      asOf={asOf}
      caption={text.tee.since(formats.time(tee.since, now))}
      captionHint={formats.fullTime(tee.since)}
      facts={<TeeFacts tee={tee} now={now} />}
      history={tee.current !== null && <LatencyChart current={tee.current} now={now} />}
      actions={
        <>
          <button
            type="button"
            className="button"
            disabled={rotateTee.isRunning || isStale}
            aria-keyshortcuts="Control+Shift+E Meta+Shift+E"
            onClick={rotateTee.run}
          >
            {rotateTee.isRunning ? text.tee.rotating : text.tee.rotate}
          </button>
          <button type="button" className="button" onClick={() => navigate('tees')}>
            {text.frame.details}
          </button>
        </>
      }
      notes={
        <>
          <CommandNote outcome={rotateTee.outcome} />
          <CommandNote outcome={checkRegistry.outcome} />
        </>
      }
    />
  );
}

function TeeFacts({ tee: { current, standby, pins, registry }, now }: { tee: Tee; now: number }) {
  const { text } = usePage();
  const pinned = <span className="pin">{text.tee.pinned}</span>;
  const pcrHash = current?.pcrHash ?? pins.pcrHash;
  const none = <span className="quiet">{text.tee.none}</span>;
  return (
    <Facts>
      <dt>{text.tee.id}</dt>
      <dd>
        {current === null ? (
          none
        ) : (
          <>
            <Id value={current.teeId} />
            <CopyIconButton value={current.teeId} label={text.tee.copyId} />
          </>
        )}
        {pins.teeId !== null && pinned}
      </dd>
      <Fact name={text.tee.host} value={current === null ? none : hostOf(current.endpoint)} hint={current?.endpoint} />
      <dt>{text.tee.pcr}</dt>
      <dd>
        {pcrHash === null ? (
          none
        ) : (
          <>
            <Id value={pcrHash} />
            <CopyIconButton value={pcrHash} label={text.tee.copyPcr} />
          </>
        )}
        {pins.pcrHash !== null && pinned}
      </dd>
      <dt>{text.tee.standby}</dt>
      <dd>
        {standby === null ? (
          none
        ) : (
          <>
            <Id value={standby.teeId} />
            <span className="cut" title={standby.endpoint}>
              {text.tee.ready}
            </span>
          </>
        )}
      </dd>
      <RegistryFact registry={registry} now={now} />
    </Facts>
  );
}

function RegistryFact({ registry, now }: { registry: Tee['registry']; now: number }) {
  const { text, formats } = usePage();
  const { lastAttemptAt, nextCheckAt, rpcHosts, address, watching } = registry;
  const state = text.registryState[registry.state];
  const line = lastAttemptAt === null ? state : text.tee.checked(formats.duration(now - lastAttemptAt), state);
  const next = nextCheckAt === null ? '' : text.tee.nextCheck(formats.exactTime(nextCheckAt, now));
  const where = [rpcHosts.join(', '), address, text.registryWatching[watching], next].filter(Boolean).join(', ');
  return <Fact name={text.tee.registry} value={line} hint={where} />;
}
