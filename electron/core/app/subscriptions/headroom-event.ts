import type { DomainEvent } from '../../../contract/index.ts';
import type { HeadroomEvent } from '../../subscriptions/index.ts';

/** What the application is told of what is left; undefined: nothing. `nameOf`: of a subscription that is still there. */
export function headroomEvent(
  event: HeadroomEvent,
  nameOf: (subscriptionId: string) => string | undefined,
  at: number,
): DomainEvent | undefined {
  if (event.type === 'fleetFull') return { type: 'allSubscriptionsFull', at, until: event.untilMs };
  if (event.type !== 'alert') return undefined;
  const { subscriptionId, window, tier, utilizationPct: usedPct, resetsAtMs: resetsAt } = event.alert;
  const subscription = nameOf(subscriptionId);
  if (subscription === undefined || tier === 'wall') return undefined;
  return { type: 'headroomLow', at, subscription, window, tier, usedPct, resetsAt };
}
