import type { DomainEvent } from '../../contract/index.ts';
import { shortId } from '../tee/index.ts';
import type { Step } from './draft.ts';
import { activityAt, teeAt } from './places.ts';
import { lasting, noticeOf } from './words.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

const SETTLE_MS = 1_000;
/** A start without a network yet, and a registry that is being changed, are over by then. */
const SHUT_WAIT_MS = 10_000;
/** As long as the status shows the alarm. */
const PROOF_REPEAT_MS = 3_600_000;
const SHUT = 'inference-shut';
const DISAGREEMENT = 'rpc-disagreement';
const CHAIN = 'chain-away';
/** A chain that is away costs no TEE, and comes back by itself nearly always. */
const CHAIN_WAIT_MS = 300_000;
const OPEN_TEES = { kind: 'open', view: 'tees' } as const;
const CHECK_REGISTRY = { kind: 'command', command: { name: 'checkRegistry' } } as const;
const RESUME = { kind: 'command', command: { name: 'resume' } } as const;

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
      write: ({ snapshot, texts, from: first }) =>
        noticeOf(texts.teeSwitched({ from: shortId(first), to: shortId(to), cause }), teeAt(to), [
          { label: texts.actions.showWhy, intent: activityAt(snapshot, ['teeSwitched']) },
        ]),
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
      write: ({ snapshot: { tee, paused }, texts }) => {
        if (tee.current !== null || ['idle', 'not-configured', 'offline'].includes(tee.state)) return null;
        if (paused !== null && tee.remedy?.command === 'resume') {
          return noticeOf(texts.inferenceShutInPause(), OPEN_TEES, [{ label: texts.actions.resume, intent: RESUME }]);
        }
        const { listedTotal, usableTotal, lastReadAt } = tee.registry;
        const listed = lastReadAt !== null && usableTotal === 0 ? listedTotal : null;
        return noticeOf(texts.inferenceShut({ listed, sentence: tee.sentence }), OPEN_TEES, [
          { label: texts.actions.showTees, intent: OPEN_TEES },
        ]);
      },
    },
  ];
}

/** An answer's proof failed. One cause per TEE, however many checks notice it. */
export function proofRule({ teeId, ...event }: EventOf<'answerRefused'> | EventOf<'teeAlarm'>): readonly Step[] {
  const check = event.type === 'answerRefused' ? event.check : null;
  return [
    {
      category: 'proof',
      cause: `proof:${teeId}`,
      priority: 'critical',
      waitMs: SETTLE_MS,
      isState: false,
      repeatAfterMs: PROOF_REPEAT_MS,
      write: ({ snapshot, texts }) => {
        const place = activityAt(snapshot, ['answerRefused', 'teeAlarm']);
        return noticeOf(texts.proofFailed({ tee: shortId(teeId), check }), place, [
          { label: texts.actions.showWhy, intent: place },
        ]);
      },
    },
  ];
}

/** RPC endpoints list different keys: one of them lies or is far behind. */
export function disagreementRule({ hosts }: EventOf<'registryDisagreement'>): readonly Step[] {
  return [
    {
      category: 'inference',
      cause: DISAGREEMENT,
      priority: 'normal',
      waitMs: SHUT_WAIT_MS,
      isState: true,
      repeatAfterMs: PROOF_REPEAT_MS,
      write: ({ snapshot, texts }) =>
        snapshot.tee.registry.endpoints.some(({ state }) => state === 'disagrees')
          ? noticeOf(texts.disagreement(hosts), OPEN_TEES, [
              { label: texts.actions.checkRegistry, intent: CHECK_REGISTRY },
            ])
          : null,
    },
  ];
}

/** The chain cannot be read, for minutes: nothing is wrong yet, but nobody would notice a change. */
export function chainAwayRule({ since }: EventOf<'registryUnreachable'>): readonly Step[] {
  return [
    {
      category: 'chain',
      cause: CHAIN,
      priority: 'low',
      waitMs: CHAIN_WAIT_MS,
      isState: true,
      write: ({ snapshot: { tee }, texts, nowMs }) => {
        if (tee.registry.unreachableSince === null || tee.state === 'offline') return null;
        const away = lasting(nowMs - (tee.registry.lastReadAt ?? since));
        const kept = tee.current === null ? null : shortId(tee.current.teeId);
        return noticeOf(texts.chainAway({ lasting: away, tee: kept }), OPEN_TEES, [
          { label: texts.actions.checkRegistry, intent: CHECK_REGISTRY },
        ]);
      },
    },
  ];
}

export function chainBackRule(): readonly Step[] {
  return [{ ends: CHAIN }];
}
