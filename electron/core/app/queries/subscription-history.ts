import type { SubscriptionHistory, SubscriptionsStatus } from '../../../contract/index.ts';
import { GatehouseError } from '../../platform/index.ts';
import type { ActivityBook } from '../../status/index.ts';

const MAX_MOVES = 200;

/** What one subscription had used, and who came and left. Throws `subscription_unknown`. */
export function subscriptionHistory(
  name: string,
  { subscriptions }: SubscriptionsStatus,
  book: Pick<ActivityBook, 'withCode'>,
): SubscriptionHistory {
  const found = subscriptions.find(subscription => subscription.name === name);
  if (found === undefined) {
    throw new GatehouseError('subscription_unknown', `There is no subscription called ${name}.`, {
      remedy: 'See them with: gatehouse sub list',
    });
  }
  const moves = book
    .withCode('subscriptionSwitched')
    .flatMap(({ entry: { at }, facts: { subject, from, to } }) => [
      ...(subject !== null && from === name ? [{ at, agent: subject, direction: 'left' as const }] : []),
      ...(subject !== null && to === name ? [{ at, agent: subject, direction: 'came' as const }] : []),
    ]);
  return { name, points: found.headroom.history, moves: moves.slice(-MAX_MOVES) };
}
