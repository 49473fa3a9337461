import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { useCarried, useFailover } from '../format/gateway-words.ts';
import { HeadroomList } from '../parts/headroom-list.tsx';
import { LatencyChart } from '../parts/latency-chart.tsx';
import { GATEWAY_PRESENTATION, SUBSCRIPTIONS_PRESENTATION, TEE_PRESENTATION } from '../parts/present.ts';
import { RoundTripChart } from '../parts/round-trip-chart.tsx';
import { Id } from '../parts/sentence.tsx';
import { StateWord } from '../parts/shape.tsx';
import { usePage } from '../state/page-context.ts';
import { useNow } from '../state/use-now.ts';
import { useOfflineAsOf } from '../state/use-offline.ts';
import { useQuery } from '../state/use-query.ts';
import { useSentences } from '../state/use-sentences.tsx';
import { useActions } from '../state/view-context.ts';
import { type GateTrouble, PopoverGate } from './gate.tsx';

const CHART_HEIGHT = 34;
const HISTORY_EVERY_MS = 15_000;

/** Whether a person has to see to a gate. */
export function isInTrouble({ health, remedy }: Pick<StatusSnapshot['tee'], 'health' | 'remedy'>): boolean {
  return remedy !== null && (health === 'broken' || health === 'needs-you');
}

/** The gateway. */
export function GatewayPart({
  snapshot,
  gateway,
  isShort,
}: {
  snapshot: StatusSnapshot;
  gateway: NonNullable<StatusSnapshot['gateway']>;
  isShort: boolean;
}) {
  const { text, formats } = usePage();
  const now = useNow(10_000);
  const say = useSentences();
  const carried = useCarried(gateway);
  const asOf = useOfflineAsOf(snapshot, 'gateway');
  const { gateways } = snapshot;
  const failover = useFailover(gateways);
  const history = useQuery({ name: 'history.gateway' }, { everyMs: HISTORY_EVERY_MS, when: gateway.state });
  const { remedy, approval, server, profile } = gateway;
  const trouble: GateTrouble | undefined =
    remedy === null || !isInTrouble(gateway)
      ? undefined
      : { sentence: say.gateway(gateway), remedy, shellCommand: approval?.command ?? remedy.shellCommand };
  const up = server?.uptimeMs == null ? null : text.gateway.up(formats.duration(server.uptimeMs));
  return (
    <PopoverGate
      health={gateway.health}
      title={text.gateway.title}
      state={<StateWord {...GATEWAY_PRESENTATION[gateway.state]} word={text.gatewayState[gateway.state]} />}
      isOld={asOf !== undefined}
      asOf={asOf}
      trouble={trouble}
      isShort={isShort}
    >
      <div className="pop-columns">
        <div>
          <p className="cut">{[profile, server?.version, up].filter(word => word != null).join(', ')}</p>
          <p className="cut second">{carried ?? <span className="quiet">{gateway.host}</span>}</p>
          {gateways.length > 1 && (
            <p className="cut quiet">
              {text.gateway.failover} {failover.sentence}
            </p>
          )}
        </div>
        <div className="pop-chart">
          <RoundTripChart history={history.value} roundTripMs={gateway.roundTripMs} now={now} height={CHART_HEIGHT} />
        </div>
      </div>
    </PopoverGate>
  );
}

/** The TEE. */
export function TeePart({ snapshot, isShort }: { snapshot: StatusSnapshot; isShort: boolean }) {
  const { tee } = snapshot;
  const asOf = useOfflineAsOf(snapshot, 'tee');
  const { text, formats } = usePage();
  const now = useNow();
  const say = useSentences();
  const { rotateTee } = useActions();
  const { current, registry, remedy } = tee;
  const trouble =
    remedy === null || !isInTrouble(tee)
      ? undefined
      : { sentence: say.tee(tee), remedy, shellCommand: remedy.shellCommand };
  const served =
    current === null ? null : text.tee.requests(current.requestsServed, formats.number(current.requestsServed));
  const read = registry.lastAttemptAt;
  return (
    <PopoverGate
      health={tee.health}
      title={text.tee.title}
      state={<StateWord {...TEE_PRESENTATION[tee.state]} word={text.teeState[tee.state]} />}
      isOld={asOf !== undefined}
      asOf={asOf}
      action={
        remedy?.command === 'rotateTee' && trouble !== undefined ? undefined : (
          <button
            type="button"
            className="button small"
            disabled={rotateTee.isRunning}
            aria-keyshortcuts="Control+Shift+E Meta+Shift+E"
            onClick={rotateTee.run}
          >
            {rotateTee.isRunning ? text.tee.rotating : text.tee.rotate}
          </button>
        )
      }
      trouble={trouble}
      isShort={isShort}
    >
      {current !== null && (
        <div className="pop-columns">
          <div>
            <p className="cut">
              <Id value={current.teeId} />
            </p>
            <p className="cut second">
              {served} {text.tee.since(formats.time(current.selectedAt, now))}
            </p>
            <p className="cut quiet">
              {text.tee.registry}{' '}
              {read === null || registry.state !== 'ok'
                ? text.registryState[registry.state]
                : text.tee.checkedAgo(formats.duration(now - read))}
            </p>
          </div>
          <div className="pop-chart">
            <LatencyChart current={current} now={now} height={CHART_HEIGHT} isNarrow />
          </div>
        </div>
      )}
    </PopoverGate>
  );
}

/** The subscriptions. */
export function SubscriptionsPart({ snapshot, isShort }: { snapshot: StatusSnapshot; isShort: boolean }) {
  const { subscriptions } = snapshot;
  const asOf = useOfflineAsOf(snapshot, 'subscriptions');
  const { text, formats } = usePage();
  const say = useSentences();
  const { rotateSubscription, askRotate } = useActions();
  const { state, usableTotal, subscriptionsTotal, agents, agentsTotal, assignedTotal, remedy } = subscriptions;
  const isTrouble = remedy !== null && isInTrouble(subscriptions);
  const agentCount = text.subscriptions.agentCount(agentsTotal, formats.number(agentsTotal));
  const jobs = agents.reduce((sum, { health }) => sum + (health.activeTasks ?? 0), 0);
  const jobCount = text.subscriptions.jobsRunning(jobs, formats.number(jobs));
  const word =
    state === 'usable'
      ? text.subscriptions.usable(formats.number(usableTotal), formats.number(subscriptionsTotal))
      : text.subscriptionsState[state];
  return (
    <PopoverGate
      health={subscriptions.health}
      title={text.subscriptions.title}
      state={<StateWord {...SUBSCRIPTIONS_PRESENTATION[state]} word={word} />}
      isOld={asOf !== undefined}
      action={
        <button
          type="button"
          className="button small"
          disabled={rotateSubscription.isRunning || assignedTotal === 0}
          aria-keyshortcuts="Control+Shift+S Meta+Shift+S"
          onClick={askRotate}
        >
          {rotateSubscription.isRunning ? text.subscriptions.rotating : text.subscriptions.rotateChoose}
        </button>
      }
      trouble={isTrouble ? { sentence: say.subscriptions(subscriptions), remedy, shellCommand: undefined } : undefined}
      isShort={isShort}
    >
      <HeadroomList
        subscriptions={subscriptions.subscriptions}
        caption={[asOf, agentCount, jobCount].filter(word => word !== undefined).join(', ')}
        isWide
      />
    </PopoverGate>
  );
}
