import type { GatewayStatus } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import type { CommandState } from '../state/use-command.ts';
import { useNow } from '../state/use-now.ts';
import { CommandNote } from './command-note.tsx';
import { CopyIconButton } from './copy-button.tsx';
import { Glyph } from './glyph.tsx';
import { GATEWAY_PRESENTATION } from './present.ts';
import { StateWord } from './shape.tsx';

/** The gateway gate: its state, which gateway it is, how it answers, and the button that connects anew. */
export function GatewayGate({
  gateway,
  reconnect,
  isStale,
}: {
  gateway: GatewayStatus;
  reconnect: CommandState;
  isStale: boolean;
}) {
  const { text, formats } = usePage();
  const now = useNow();
  return (
    <section className="gate" aria-labelledby="gateway-title">
      <div className="identity">
        <Glyph health={gateway.health} size={22} />
        <div>
          <h2 id="gateway-title">{text.gateway.title}</h2>
          <StateWord {...GATEWAY_PRESENTATION[gateway.state]} word={text.gatewayState[gateway.state]} />
          <p className="caption" title={formats.fullTime(gateway.since)}>
            {text.gateway.since(formats.time(gateway.since, now))}
          </p>
        </div>
      </div>
      <GatewayFacts gateway={gateway} now={now} />
      <div className="history" />
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
    </section>
  );
}

function GatewayFacts({ gateway, now }: { gateway: GatewayStatus; now: number }) {
  const { text, formats } = usePage();
  const { profile, host, server, roundTripMs, scopes, attempt, nextAttemptAt, warning } = gateway;
  return (
    <dl className="facts">
      <dt>{text.gateway.profile}</dt>
      <dd>
        <span className="cut" title={profile}>
          {profile}
        </span>
      </dd>
      <dt>{text.gateway.address}</dt>
      <dd>
        <span className="cut" title={warning ?? host}>
          {host}
        </span>
        <CopyIconButton value={host} label={text.gateway.copyAddress} />
        {warning !== null && <span className="pin">{text.gateway.readable}</span>}
      </dd>
      {server !== null && (
        <>
          <dt>{text.gateway.version}</dt>
          <dd>
            <span className="cut" title={text.gateway.protocol(formats.number(server.protocol))}>
              {server.version ?? text.gateway.unknown}
              {server.uptimeMs !== null && `, ${text.gateway.up(formats.duration(server.uptimeMs))}`}
            </span>
          </dd>
          <dt>{text.gateway.roundTrip}</dt>
          <dd>
            {roundTripMs === null ? (
              <span className="quiet">{text.gateway.none}</span>
            ) : (
              <span className="cut">{text.gateway.milliseconds(formats.number(roundTripMs))}</span>
            )}
          </dd>
          <dt>{text.gateway.access}</dt>
          <dd>
            <span className="cut" title={scopes.granted.join(', ')}>
              {scopes.missing.length === 0
                ? text.gateway.accessGranted
                : text.gateway.missing(scopes.missing.join(', '))}
            </span>
          </dd>
        </>
      )}
      {attempt > 0 && (
        <>
          <dt>{text.gateway.attempt}</dt>
          <dd>
            <span className="cut">
              {formats.number(attempt)}
              {nextAttemptAt !== null && `, ${text.gateway.nextAttempt(formats.exactTime(nextAttemptAt, now))}`}
            </span>
          </dd>
        </>
      )}
    </dl>
  );
}
