import { SubscriptionsError } from '../shared/errors.ts';
import { nameKey, type Subscription } from './subscription.ts';

/** Throws `subscription_name_taken`, `subscription_duplicate` when `candidate` cannot stand beside `all`. */
export function refuseTaken(all: readonly Subscription[], candidate: Subscription): void {
  const others = all.filter(({ id, state }) => id !== candidate.id && state !== 'removing');
  const isTwice = candidate.state === 'adding' && all.some(({ id }) => id === candidate.id);
  if (isTwice || others.some(({ name }) => nameKey(name) === nameKey(candidate.name))) {
    throw nameTaken(candidate.name);
  }
  if (candidate.state !== 'removing') refuseDuplicate(all, candidate);
}

/** Throws `subscription_duplicate` when one of `all` has the candidate's token. */
export function refuseDuplicate(all: readonly Subscription[], { id, fingerprint }: Subscription): void {
  const same = all.find(one => one.id !== id && one.state !== 'removing' && one.fingerprint === fingerprint);
  if (same === undefined) return;
  throw new SubscriptionsError('subscription_duplicate', `The subscription “${same.name}” has this token already.`, {
    remedy: 'Two entries for one token would count its limit twice; use the one that is there.',
  });
}

/** The error for a name that another one has. */
export function nameTaken(name: string): SubscriptionsError {
  return new SubscriptionsError('subscription_name_taken', `There is a subscription “${name}” already.`, {
    remedy: 'Choose another name, or replace its token with `gatehouse sub replace`.',
  });
}
