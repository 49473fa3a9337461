import type { ReactNode } from 'react';
import type { ActivityEntry, ActivityFacts } from '../../../electron/contract/index.ts';
import { hrefOf } from '../../format/route.ts';
import { CopyIconButton } from '../../parts/copy-button.tsx';
import { EntryCause, useOwnLine } from '../../parts/entry-text.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Id } from '../../parts/sentence.tsx';
import { usePage } from '../../state/page-context.ts';
import { CoreText } from '../../state/use-sentences.tsx';
import type { Messages } from '../../text/index.ts';
import { otherFacts, subjectKind } from './fact-names.ts';
import { useSpan } from './use-span.ts';

const COUNTS: ReadonlySet<string> = new Set(['listed', 'usable', 'skipped', 'expected', 'received', 'receiptsLost']);

const TEE_ID = /^0x[0-9a-f]{64}$/i;

/** Their second line repeats what has a line of its own here. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['allSubscriptionsFull', 'answerVerified', 'noAlternative']);

/** What the second line of an entry is: mostly its cause. */
function causeName(code: string, { cause, result, fields }: Messages['views']['activity']): string {
  if (code === 'subscriptionSwitched') return result;
  const field = SECOND_LINES[code];
  return (field === undefined ? undefined : fields[field]) ?? cause;
}

const SECOND_LINES: Readonly<Record<string, string>> = {
  gatewayApprovalNeeded: 'command',
  headroomLow: 'tier',
  proxyFailed: 'remedy',
  subscriptionsFailed: 'remedy',
  teeSelected: 'endpoint',
};

/** What is known of an entry, line by line; `facts` undefined while they are asked for. */
export function LineFacts({ entry, facts }: { entry: ActivityEntry; facts: ActivityFacts | undefined }) {
  const { text, formats } = usePage();
  const span = useSpan();
  const words = text.views.activity;
  const { code, cause, count, event } = entry;
  const own = useOwnLine()({ event });
  // The line tells how the rotation went; why there was one is in the sentence.
  const isRotation = code === 'subscriptionSwitched';
  const from = facts?.from ?? null;
  const to = facts?.to ?? null;
  const isOwnLine = (value: string | null): value is string =>
    value !== null && value !== to && value !== facts?.teeId && value !== from;
  return (
    <Facts>
      {isRotation && (
        <Fact name={words.cause} value={text.assignmentCause[facts?.causeCode ?? ''] ?? facts?.causeCode ?? null} />
      )}
      {cause !== null && !SAID_ELSEWHERE.has(code) && (
        <Fact name={causeName(code, words)} value={<CauseValue code={code} cause={cause} event={event} />}>
          {code === 'gatewayApprovalNeeded' && <CopyIconButton value={cause} label={text.gateway.copyCommand} />}
        </Fact>
      )}
      {facts !== undefined && (
        <>
          {isOwnLine(facts.subject) && (
            <Named name={words.subjects[subjectKind(code)]} code={code} value={facts.subject} />
          )}
          {from !== null && <Named name={words.from} code={code} value={from} />}
          {to !== null && <Named name={words.to} code={code} value={to} />}
          {facts.teeId !== null && facts.teeId !== to && <Named name={words.tee} code={code} value={facts.teeId} />}
          {facts.model !== null && <Named name={words.model} code={code} value={facts.model} />}
          {facts.inFlight !== null && (
            <Fact
              name={words.inFlight}
              value={facts.inFlight === 0 ? words.none : words.inFlightFinish(formats.number(facts.inFlight))}
            />
          )}
          {facts.lost !== null && (
            <Fact name={words.lost} value={facts.lost === 0 ? words.none : formats.number(facts.lost)} />
          )}
          {facts.lastedMs !== null && (
            <Fact
              name={
                code === 'gatewayStateChanged' ? words.after : code === 'answerVerified' ? words.took : words.lasted
              }
              value={span(facts.lastedMs)}
            />
          )}
          {facts.until !== null && (
            <Fact
              name={words.until}
              value={formats.comingTime(facts.until, Date.now())}
              hint={formats.fullTime(facts.until)}
            />
          )}
          {otherFacts(entry, facts, own).map(({ name, value }) => (
            <OtherFact key={name} name={name} value={value} isOwn={own !== undefined} />
          ))}
        </>
      )}
      {count > 1 && <Fact name={words.count} value={words.times(formats.number(count))} />}
    </Facts>
  );
}

/** A command is given as it is typed. */
function CauseValue({ code, cause, event }: Pick<ActivityEntry, 'code' | 'event'> & { cause: string }): ReactNode {
  return code === 'gatewayApprovalNeeded' ? <code>{cause}</code> : <EntryCause event={event} cause={cause} />;
}

/** A TEE, which can be looked at and copied, a state of the gateway in words, or any other name. */
function Named({ name, code, value }: { name: string; code: string; value: string }) {
  const { text } = usePage();
  if (TEE_ID.test(value)) {
    return (
      <Fact
        name={name}
        value={
          <a href={hrefOf('tees', { id: value })}>
            <Id value={value} />
          </a>
        }
      >
        <CopyIconButton value={value} label={text.views.activity.copyId} />
      </Fact>
    );
  }
  const states: Readonly<Record<string, string>> = text.gatewayState;
  const shown = code === 'gatewayStateChanged' ? (states[value] ?? value) : value;
  return <Fact name={name} value={shown} hint={shown} />;
}

function OtherFact({ name, value, isOwn }: { name: string; value: string; isOwn: boolean }) {
  const { text, formats } = usePage();
  const words = text.views.activity;
  const label = words.fields[name] ?? name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  const known = words.fieldValues[name]?.[value];
  const shown =
    known !== undefined
      ? known
      : value === 'true'
        ? words.yes
        : value === 'false'
          ? words.no
          : name.endsWith('At') && /^\d{12,14}$/.test(value)
            ? formats.comingTime(Number(value), Date.now())
            : name.endsWith('Pct') && Number.isFinite(Number(value))
              ? formats.percent(Number(value))
              : COUNTS.has(name) && /^\d{1,15}$/.test(value)
                ? formats.number(Number(value))
                : value;
  // Where the page knows the event, its sentences are the page's; else what is a sentence is the core's.
  const isSentence = !isOwn && shown === value && value.includes(' ');
  return <Fact name={label} value={isSentence ? <CoreText value={value} /> : shown} />;
}
