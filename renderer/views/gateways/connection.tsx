import type { GatewayHistory, GatewaySummary, UsedGateway } from '../../../electron/contract/index.ts';
import { useCarried, useFailover } from '../../format/gateway-words.ts';
import { CopyIconButton } from '../../parts/copy-button.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { GATEWAY_PRESENTATION } from '../../parts/present.ts';
import { QueryNote } from '../../parts/query-note.tsx';
import { RoundTripChart } from '../../parts/round-trip-chart.tsx';
import { Section } from '../../parts/section.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import type { QueryState } from '../../state/use-query.ts';
import { ToldText, useToldSentence } from '../../state/use-sentences.tsx';

const CHART_PX = 72;
const OUTAGES = 3;
/** Less is the first connection, or nothing that anybody noticed. */
const LEAST_MS = 1_000;

/** State and round trip of the gateway in use, with the latest outages in words. */
export function Connection({ gateway, history }: { gateway: UsedGateway; history: QueryState<GatewayHistory> }) {
  const { text, formats } = usePage();
  const now = useNow();
  const words = text.views.gateways;
  const ownSentence = useToldSentence();
  const outages = (history.value?.outages ?? [])
    .filter(({ from, to }) => to === null || to - from >= LEAST_MS)
    .slice(-OUTAGES)
    .reverse();
  return (
    <Section
      title={gateway.profile}
      note={
        <span className="connection-state">
          <StateWord {...GATEWAY_PRESENTATION[gateway.state]} word={text.gatewayState[gateway.state]} />
          <span className="quiet" title={formats.fullTime(gateway.since)}>
            {text.gateway.since(formats.time(gateway.since, now))}
          </span>
        </span>
      }
    >
      <QueryNote state={history} words={words.reading} />
      <div className="round-trip">
        <div>
          <RoundTripChart history={history.value} roundTripMs={gateway.roundTripMs} now={now} height={CHART_PX} />
        </div>
        {history.value !== undefined && (
          <div className="outage-list">
            <h3 className="caption">{words.outages}</h3>
            {outages.length === 0 && <p className="caption">{words.noOutage}</p>}
            <ol>
              {outages.map(({ from, to, sentence, told }) => (
                <li key={from}>
                  <time dateTime={new Date(from).toISOString()} title={formats.fullTime(from)}>
                    {formats.exactTime(from, now)}
                  </time>
                  <span>
                    {to === null
                      ? words.still(formats.duration(now - from))
                      : words.lasted(formats.duration(to - from))}
                  </span>
                  <span className="cut why" title={ownSentence(told) ?? sentence}>
                    <ToldText told={told} value={sentence} />
                  </span>
                </li>
              ))}
            </ol>
          </div>
        )}
      </div>
    </Section>
  );
}

/** What the gateway in use is: who, where, which version, what it allows and carries. */
export function ConnectionFacts({ gateway, gateways }: { gateway: UsedGateway; gateways: readonly GatewaySummary[] }) {
  const { text, formats } = usePage();
  const now = useNow();
  const words = text.views.gateways;
  const carried = useCarried(gateway);
  const { sentence: failover } = useFailover(gateways);
  const { host, warning, server, scopes, attempt, nextAttemptAt, connectedAt } = gateway;
  const isConnected = connectedAt !== null;
  const access =
    scopes.missing.length === 0 ? scopes.granted.join(', ') : text.gateway.missing(scopes.missing.join(', '));
  const version = server?.version ?? text.gateway.unknown;
  const up = server?.uptimeMs == null ? '' : `, ${text.gateway.up(formats.duration(server.uptimeMs))}`;
  const next = nextAttemptAt === null ? '' : `, ${text.gateway.nextAttempt(formats.exactTime(nextAttemptAt, now))}`;
  return (
    <Section title={words.facts}>
      <Facts>
        <Fact name={text.gateway.address} value={host} hint={host} isCode>
          <CopyIconButton value={host} label={text.gateway.copyAddress} />
          {warning !== null && (
            <span className="pin" title={text.gateway.readAlong(host)}>
              {text.gateway.readable}
            </span>
          )}
        </Fact>
        <Fact
          name={text.gateway.version}
          value={server === null ? null : `${version}${up}`}
          hint={server === null ? undefined : text.gateway.protocol(formats.number(server.protocol))}
        />
        {connectedAt !== null && (
          <Fact name={words.connected} value={formats.time(connectedAt, now)} hint={formats.fullTime(connectedAt)} />
        )}
        {attempt > 0 && <Fact name={text.gateway.attempt} value={`${formats.number(attempt)}${next}`} />}
        <Fact
          name={text.gateway.access}
          value={isConnected ? access : null}
          hint={access}
          isCode={isConnected && scopes.missing.length === 0}
        />
        <Fact name={text.gateway.carries} value={carried} hint={carried ?? undefined} isOld={!isConnected} />
        {gateways.length > 1 && <Fact name={text.gateway.failover} value={failover} hint={failover} />}
      </Facts>
    </Section>
  );
}

/** The request in question, so that it can be compared with what the gateway shows to its owner. */
export function RequestFacts({ gateway }: { gateway: UsedGateway }) {
  const { text, formats } = usePage();
  const now = useNow();
  const words = text.views.gateways;
  const { approval, host, scopes, since, attempt } = gateway;
  if (approval === null) return null;
  const { requestId, reason } = approval;
  return (
    <Section title={words.request}>
      <Facts>
        <Fact
          name={words.requestId}
          value={requestId ?? words.noRequestId}
          hint={requestId ?? undefined}
          isCode={requestId !== null}
        >
          {requestId !== null && <CopyIconButton value={requestId} label={words.copyRequestId} />}
        </Fact>
        <Fact name={text.gateway.address} value={host} hint={host} isCode />
        <Fact name={words.role} value="operator" isCode />
        <Fact name={words.scopes} value={scopes.requested.join(', ')} hint={scopes.requested.join(', ')} isCode />
        <Fact name={words.reason} value={words.approvalReason[reason] ?? reason.replaceAll('-', ' ')} />
        <Fact
          name={words.firstAsked}
          value={
            attempt > 1
              ? words.askedTimes(formats.exactTime(since, now), formats.number(attempt))
              : formats.exactTime(since, now)
          }
          hint={formats.fullTime(since)}
        />
      </Facts>
    </Section>
  );
}
