import type { GatewaySummary } from '../../../electron/contract/index.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { GATEWAY_PRESENTATION } from '../../parts/present.ts';
import { Sentence } from '../../parts/sentence.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useRunner } from '../../state/use-command.ts';

/** All gateways, best first, with a button that uses another one; nothing when there is only one. */
export function GatewayList({ gateways, isStale }: { gateways: readonly GatewaySummary[]; isStale: boolean }) {
  const { text, formats } = usePage();
  const { isRunning, outcome, run } = useRunner();
  if (gateways.length < 2) return null;
  const ready = gateways.filter(({ state }) => state === 'ready').length;
  const isDisabled = isRunning || isStale;
  return (
    <section className="records gateways" aria-labelledby="gateways-title">
      <h2 id="gateways-title">
        {text.gateways.title}
        <span className="second">{text.gateways.summary(formats.number(ready), formats.number(gateways.length))}</span>
        {gateways.some(({ isPinned }) => isPinned) && (
          <button
            type="button"
            className="button"
            disabled={isDisabled}
            onClick={() => run({ name: 'selectGateway', profile: null })}
          >
            {text.gateways.automatic}
          </button>
        )}
      </h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.gateways.state}</th>
            <th scope="col">{text.gateways.name}</th>
            <th scope="col" className="host">
              {text.gateways.address}
            </th>
            <th scope="col">{text.gateways.reason}</th>
            <th scope="col">{text.gateways.choice}</th>
          </tr>
        </thead>
        <tbody>
          {gateways.map(gateway => (
            <tr key={gateway.id}>
              <td>
                <StateWord {...GATEWAY_PRESENTATION[gateway.state]} word={text.gatewayState[gateway.state]} />
              </td>
              <td>{gateway.name}</td>
              <td className="host">{gateway.host}</td>
              <td className="reason">
                <Sentence value={gateway.sentence} />
              </td>
              <td>
                {gateway.isActive ? (
                  <span className="quiet">{gateway.isPinned ? text.gateways.byHand : text.gateways.inUse}</span>
                ) : (
                  <button
                    type="button"
                    className="button"
                    disabled={isDisabled}
                    aria-label={text.gateways.useName(gateway.name)}
                    onClick={() => run({ name: 'selectGateway', profile: gateway.id })}
                  >
                    {text.gateways.use}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <CommandNote outcome={outcome} />
    </section>
  );
}
