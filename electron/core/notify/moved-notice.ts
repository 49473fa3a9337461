import type { StatusSnapshot } from '../../contract/index.ts';
import type { Move, NoticeText, Occasion } from './draft.ts';
import { activityAt, subscriptionAt } from './places.ts';
import type { MoveCost, MoveReason } from './text-shapes.ts';
import { noticeOf, short } from './words.ts';

/** One agent, or all that were moved together. */
export function movedNotice({ snapshot, texts, moves }: Occasion): NoticeText | null {
  const [first] = moves;
  if (first === undefined) return null;
  const why = { label: texts.actions.showWhy, intent: activityAt(snapshot, ['subscriptionSwitched']) };
  const reasons = new Set(moves.map(move => reasonOf(move, snapshot)));
  const [reason] = reasons;
  if (moves.length === 1 && reason !== undefined) {
    const words = texts.moved({
      agent: short(first.agent),
      from: first.from === null ? null : short(first.from),
      to: short(first.to),
      reason,
      cost: costOf(first, snapshot),
    });
    return noticeOf(words, subscriptionAt(snapshot, first.to), [why]);
  }
  const [origins, destinations] = [new Set(moves.map(({ from }) => from)), new Set(moves.map(({ to }) => to))];
  const words = texts.movedMany({
    count: moves.length,
    from: origins.size === 1 && first.from !== null ? short(first.from) : null,
    to: destinations.size === 1 ? short(first.to) : null,
    destinations: destinations.size,
    reason: reasons.size === 1 ? (reason ?? null) : null,
  });
  return noticeOf(words, { kind: 'open', view: 'subscriptions' }, [why]);
}

/** Which limit it was is in what is known of the subscription that was left. */
function reasonOf({ from, reason }: Move, { subscriptions }: StatusSnapshot): MoveReason {
  if (reason !== 'limit') return reason;
  const left = subscriptions.subscriptions.find(({ name }) => name === from);
  const blocking = left?.headroom.windows.filter(({ isBlocking }) => isBlocking).map(({ window }) => window) ?? [];
  if (blocking.includes('7d')) return 'limit-7d';
  return blocking.includes('5h') ? 'limit-5h' : 'limit';
}

function costOf({ agent, result }: Move, { subscriptions }: StatusSnapshot): MoveCost {
  if (result === 'success') return { kind: 'restarted' };
  if (result === 'not_running' || result === 'no_container') return { kind: 'stopped' };
  if (result !== 'hot_reloaded') return { kind: 'pending' };
  return { kind: 'kept', jobs: subscriptions.agents.find(({ name }) => name === agent)?.health.activeTasks ?? 0 };
}
