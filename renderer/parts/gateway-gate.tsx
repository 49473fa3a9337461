import type { ReactNode } from 'react';
import type { GatewaySummary, UsedGateway } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import type { CommandState } from '../state/use-command.ts';
import { useNow } from '../state/use-now.ts';
import { CommandNote } from './command-note.tsx';
import { CopyIconButton } from './copy-button.tsx';
import { GatewayDetails } from './gateway-details.tsx';
import { Glyph } from './glyph.tsx';
import { GATEWAY_PRESENTATION } from './present.ts';
import { StateWord } from './shape.tsx';

/** The gateway gate: its state, which gateway it is, what it carries, and the button that connects anew. */
export function GatewayGate({
  gateway,
  gateways,
  reconnect,
  isStale,
}: {
  gateway: UsedGateway;
  gateways: readonly GatewaySummary[];
  reconnect: CommandState;
  isStale: boolean;
}) {
  const { text, formats } = usePage();
  const now = useNow();
  const isOnFailover = gateway.state === 'ready' && preferred(gateways) !== undefined;
  return (
    <section className="gate wide" aria-labelledby="gateway-title">
      <div className="identity">
        <Glyph health={gateway.health} size={22} />
        <div>
          <h2 id="gateway-title">{text.gateway.title}</h2>
          {isOnFailover ? (
            <StateWord shape="half" tone="needs-you" word={text.gateway.onFailover} />
          ) : (
            <StateWord {...GATEWAY_PRESENTATION[gateway.state]} word={text.gatewayState[gateway.state]} />
          )}
          <p className="caption" title={formats.fullTime(gateway.since)}>
            {text.gateway.since(formats.time(gateway.since, now))}
          </p>
        </div>
      </div>
      <dl className="facts">
        <AddressFacts gateway={gateway} />
        <ConnectionFacts gateway={gateway} now={now} />
        {gateways.length > 1 && <FailoverFact gateways={gateways} />}
      </dl>
      <div className="actions">
        <button
          type="button"
          className="button"
          disabled={reconnect.isRunning || isStale}
          aria-keyshortcuts="Control+Shift+G Meta+Shift+G"
          onClick={reconnect.run}
        >
          {reconnect.isRunning ? text.gateway.reconnecting : text.gateway.reconnect}
        </button>
      </div>
      <CommandNote outcome={reconnect.outcome} />
      <GatewayDetails details={gateway.details} isConnected={gateway.connectedAt !== null} now={now} />
    </section>
  );
}

/** The better gateway that the one in use stands in for; undefined when it is the best one, or was chosen by hand. */
function preferred(gateways: readonly GatewaySummary[]): GatewaySummary | undefined {
  const [best] = gateways;
  const active = gateways.find(({ isActive }) => isActive);
  return best === undefined || active === undefined || active.isPinned || best === active ? undefined : best;
}

function AddressFacts({ gateway: { profile, host, warning } }: { gateway: UsedGateway }) {
  const { text } = usePage();
  return (
    <>
      <Fact name={text.gateway.profile} value={profile} hint={profile} />
      <Fact name={text.gateway.address} value={host} hint={warning ?? host}>
        <CopyIconButton value={host} label={text.gateway.copyAddress} />
        {warning !== null && <span className="pin">{text.gateway.readable}</span>}
      </Fact>
    </>
  );
}

/** The same lines in every state, so that nothing below moves when a connection comes or goes. */
function ConnectionFacts({ gateway, now }: { gateway: UsedGateway; now: number }) {
  const { text, formats } = usePage();
  const { server, roundTripMs, scopes, attempt, nextAttemptAt } = gateway;
  const version = server?.version ?? text.gateway.unknown;
  const up = server?.uptimeMs == null ? '' : `, ${text.gateway.up(formats.duration(server.uptimeMs))}`;
  const next = nextAttemptAt === null ? '' : `, ${text.gateway.nextAttempt(formats.exactTime(nextAttemptAt, now))}`;
  const { missing, granted } = scopes;
  const access = missing.length === 0 ? text.gateway.accessGranted : text.gateway.missing(missing.join(', '));
  const carried = useCarried(gateway);
  const isConnected = gateway.connectedAt !== null;
  return (
    <>
      <Fact
        name={text.gateway.version}
        value={server === null ? null : `${version}${up}`}
        hint={server === null ? undefined : text.gateway.protocol(formats.number(server.protocol))}
      />
      {attempt > 0 ? (
        <Fact name={text.gateway.attempt} value={`${formats.number(attempt)}${next}`} />
      ) : (
        <Fact
          name={text.gateway.roundTrip}
          value={roundTripMs === null ? null : text.gateway.milliseconds(formats.number(roundTripMs))}
        />
      )}
      <Fact name={text.gateway.carries} value={carried} isOld={!isConnected} />
      <Fact name={text.gateway.access} value={isConnected ? access : null} hint={granted.join(', ')} />
    </>
  );
}

/** Channels and sessions; null while neither is known. */
function useCarried({ details }: UsedGateway): string | null {
  const { text, formats } = usePage();
  const { channelCount, sessionCount, running } = text.gatewayDetails;
  const channels = details?.channels.value ?? null;
  const sessions = details?.sessions.value ?? null;
  const parts = [
    ...(channels === null ? [] : [channelCount(channels.length, formats.number(channels.length))]),
    ...(sessions === null ? [] : [sessionCount(sessions.total, formats.number(sessions.total))]),
    ...(sessions === null || sessions.running === 0 ? [] : [running(formats.number(sessions.running))]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** Who would take over, or for whom the one in use stands in. */
function FailoverFact({ gateways }: { gateways: readonly GatewaySummary[] }) {
  const { text } = usePage();
  const better = preferred(gateways);
  const reserve = gateways.find(({ isActive, state }) => !isActive && state === 'ready');
  const value =
    better !== undefined
      ? text.gateway.inPlaceOf(better.name, text.gatewayState[better.state].toLocaleLowerCase())
      : reserve === undefined
        ? text.gateway.noReserve
        : text.gateway.standingBy(reserve.name);
  return <Fact name={text.gateway.failover} value={value} hint={value} />;
}

/** One line of the facts; `null` is not known. */
function Fact({
  name,
  value,
  hint,
  isOld = false,
  children,
}: {
  name: string;
  value: string | null;
  hint?: string | undefined;
  isOld?: boolean;
  children?: ReactNode;
}) {
  const { text } = usePage();
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <span className={value === null || isOld ? 'cut quiet' : 'cut'} title={hint}>
          {value ?? text.gateway.unknown}
        </span>
        {children}
      </dd>
    </>
  );
}
