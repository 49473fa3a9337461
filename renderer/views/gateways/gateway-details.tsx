import type { ReactNode } from 'react';
import type { GatewayHealthModel, GatewayPartState, Told } from '../../../electron/contract/index.ts';
import { Shape } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { RemedyText, ToldText } from '../../state/use-sentences.tsx';
import { type DetailLine, detailLines, type GatewayPart } from './gateway-detail-lines.ts';

/** So many lines of one part are shown; the others as their number. */
const MOST_LINES = 6;

/** What the gateway tells of itself; it can be folded away. */
export function GatewayDetails({
  details,
  isConnected,
  now,
  isOpen = false,
}: {
  details: GatewayHealthModel | null;
  isConnected: boolean;
  now: number;
  /** Unfolded at first. */
  isOpen?: boolean;
}) {
  const { text, formats } = usePage();
  const { gatewayDetails: words } = text;
  const parts = details === null ? [] : partsOf(details);
  const lastKnownAt = Math.max(...parts.map(([, { at }]) => at ?? 0), 0);
  // While it connects, everything is old for the same reason: that is said once.
  const notTold = isConnected ? parts.filter(([, part]) => isNotTold(part)).length : 0;
  return (
    <details className="gate-details" open={isOpen}>
      <summary>
        {words.title}
        {notTold > 0 && <span className="quiet">{words.notToldParts(notTold, formats.number(notTold))}</span>}
        {!isConnected && lastKnownAt > 0 && (
          <span className="quiet">{words.asOf(formats.exactTime(lastKnownAt, now))}</span>
        )}
      </summary>
      {details === null || (!isConnected && lastKnownAt === 0) ? (
        <p className="quiet">{words.nothing}</p>
      ) : (
        <>
          {isConnected && <Concerns profile={details.profile} concerns={details.concerns} />}
          <Parts details={details} isConnected={isConnected} now={now} />
        </>
      )}
    </details>
  );
}

/** In the order that they are shown in: what the gateway carries first. */
const PARTS: readonly GatewayPart[] = [
  'channels',
  'sessions',
  'usage',
  'models',
  'auth',
  'approvals',
  'system',
  'heartbeat',
  'update',
  'presence',
];

function partsOf(details: GatewayHealthModel): [GatewayPart, GatewayHealthModel[GatewayPart]][] {
  return PARTS.map(name => [name, details[name]]);
}

function isNotTold({ state, value }: GatewayHealthModel[GatewayPart]): boolean {
  return value === null && state !== 'ok' && state !== 'unknown';
}

function Concerns({ profile, concerns }: Pick<GatewayHealthModel, 'profile' | 'concerns'>) {
  const { text } = usePage();
  return concerns.map(({ part, reason, told, health, sentence, remedy }) => (
    <p className="concern" key={`${part} ${reason} ${sentence}`}>
      <Shape
        name={health === 'broken' ? 'square' : health === 'needs-you' ? 'triangle' : 'half'}
        tone={health === 'broken' ? 'broken' : 'needs-you'}
      />
      <span>
        <ToldText told={{ code: 'gateway', name: profile, other: profile, reason, gateway: told }} value={sentence} />
        {remedy !== null && (
          <>
            {` ${text.gatewayDetails.toDo}: `}
            <RemedyText remedy={{ code: `gateway.${reason}`, text: remedy }} />
          </>
        )}
      </span>
    </p>
  ));
}

function Parts({ details, isConnected, now }: { details: GatewayHealthModel; isConnected: boolean; now: number }) {
  const { text, formats } = usePage();
  const lines = detailLines(details, { words: text.gatewayDetails, formats, now });
  return (
    <dl className="facts parts">
      {partsOf(details).map(([name, part]) => (
        <div key={name}>
          <dt>{text.gatewayDetails[name]}</dt>
          <Part part={part} lines={lines[name]} isConnected={isConnected} now={now} />
        </div>
      ))}
    </dl>
  );
}

function Part({
  part: { state, reason, told, at, value },
  lines,
  isConnected,
  now,
}: {
  part: { state: GatewayPartState; reason: string | null; told?: Told | undefined; at: number | null; value: unknown };
  lines: readonly DetailLine[];
  isConnected: boolean;
  now: number;
}): ReactNode {
  const { text, formats } = usePage();
  const { gatewayDetails: words } = text;
  if (value === null && state !== 'ok')
    return <dd className="quiet">{reason === null ? words.unknown : <ToldText told={told} value={reason} />}</dd>;
  const isOld = state !== 'ok' && isConnected;
  const hidden = lines.length - MOST_LINES;
  return (
    <>
      {lines.length === 0 && <dd className="quiet">{words.none}</dd>}
      {lines.slice(0, MOST_LINES).map(({ key, line, isTrouble }) => (
        <dd key={key} className={isConnected && !isOld ? undefined : 'quiet'}>
          {isTrouble && <Shape name="half" tone="needs-you" />}
          <span>{line}</span>
        </dd>
      ))}
      {hidden > 0 && <dd className="quiet">{words.more(formats.number(hidden))}</dd>}
      {isOld && (
        <dd className="quiet">
          {at !== null && `${words.asOf(formats.exactTime(at, now))}${reason === null ? '' : ': '}`}
          {reason !== null && <ToldText told={told} value={reason} />}
        </dd>
      )}
    </>
  );
}
