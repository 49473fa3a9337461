import type { DomainEvent } from '../../contract/index.ts';
import { shortId, TEE_SWITCH_BECAUSE } from '../tee/index.ts';
import type { Step } from './draft.ts';
import { body, count, title } from './words.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

const SETTLE_MS = 1_000;
/** A start without a network yet, and a registry that is being changed, are over by then. */
const SHUT_WAIT_MS = 10_000;
/** As long as the status shows the alarm. */
const PROOF_REPEAT_MS = 3_600_000;
const SHUT = 'inference-shut';
const DISAGREEMENT = 'rpc-disagreement';
const OPEN_TEES = { kind: 'open', view: 'tees' } as const;
const OPEN_ACTIVITY = { kind: 'open', view: 'activity' } as const;
const CHECK_REGISTRY = {
  label: 'Check registry',
  intent: { kind: 'command', command: { name: 'checkRegistry' } },
} as const;

/** Requests go to another TEE: from, to and why. */
export function teeSwitchRule(
  { from, to, cause, at }: EventOf<'teeSwitched'>,
  { tellsByHand }: { readonly tellsByHand: boolean },
): readonly Step[] {
  if (cause === 'by-hand' && !tellsByHand) return [{ ends: SHUT }];
  return [
    { ends: SHUT },
    {
      category: 'teeSwitched',
      cause: `tee-switch:${from}:${to}:${at}`,
      priority: 'low',
      waitMs: SETTLE_MS,
      isState: false,
      chain: { from, to },
      write: occasion => ({
        title: title('Requests go to another TEE'),
        body: body(
          `${shortId(to)} replaced ${shortId(occasion.from)}, ${TEE_SWITCH_BECAUSE[cause]}.`,
          'Requests under way go on.',
        ),
        click: OPEN_TEES,
        actions: [{ label: 'Show why', intent: OPEN_ACTIVITY }],
      }),
    },
  ];
}

/** A TEE was found: private inference is open. */
export function inferenceOpenRule(): readonly Step[] {
  return [{ ends: SHUT }];
}

/** No TEE can be used. Told once, however many requests meet it. */
export function inferenceShutRule(): readonly Step[] {
  return [
    {
      category: 'inference',
      cause: SHUT,
      priority: 'normal',
      waitMs: SHUT_WAIT_MS,
      isState: true,
      write: ({ snapshot: { tee } }) => {
        if (tee.current !== null || ['idle', 'not-configured'].includes(tee.state)) return null;
        const { listedTotal, usableTotal, lastReadAt } = tee.registry;
        const listed =
          listedTotal === 1
            ? 'The one TEE that is listed is not usable.'
            : `${count(listedTotal, 'TEE')} are listed and none is usable.`;
        return {
          title: title('Private inference is shut'),
          body: body(
            lastReadAt !== null && usableTotal === 0 ? listed : tee.sentence,
            'Requests are refused until one is usable.',
          ),
          click: OPEN_TEES,
          actions: [CHECK_REGISTRY],
        };
      },
    },
  ];
}

/** An answer's proof failed. One cause per TEE, however many checks notice it. */
export function proofRule({ teeId, ...event }: EventOf<'answerRefused'> | EventOf<'teeAlarm'>): readonly Step[] {
  const why =
    event.type === 'answerRefused'
      ? `The check “${event.check}” of ${shortId(teeId)} failed.`
      : `${shortId(teeId)} gave an answer that cannot be trusted.`;
  return [
    {
      category: 'proof',
      cause: `proof:${teeId}`,
      priority: 'critical',
      waitMs: SETTLE_MS,
      isState: false,
      repeatAfterMs: PROOF_REPEAT_MS,
      write: () => ({
        title: title('An answer was refused'),
        body: body(why, 'Nothing was passed on.'),
        click: OPEN_ACTIVITY,
        actions: [{ label: 'Rotate TEE', intent: { kind: 'command', command: { name: 'rotateTee' } } }],
      }),
    },
  ];
}

/** RPC endpoints list different keys: one of them lies or is far behind. */
export function disagreementRule({ hosts, reason }: EventOf<'registryDisagreement'>): readonly Step[] {
  return [
    {
      category: 'inference',
      cause: DISAGREEMENT,
      priority: 'normal',
      waitMs: SHUT_WAIT_MS,
      isState: true,
      repeatAfterMs: PROOF_REPEAT_MS,
      write: ({ snapshot }) =>
        snapshot.tee.registry.endpoints.some(({ state }) => state === 'disagrees')
          ? {
              title: title('RPC endpoints disagree'),
              body: body(reason, `Not believed: ${hosts.join(', ')}.`),
              click: OPEN_TEES,
              actions: [CHECK_REGISTRY],
            }
          : null,
    },
  ];
}
