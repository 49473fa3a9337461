import type { StatusSnapshot } from '../../contract/index.ts';
import type { NoticeIntent } from './intent.ts';

type OpenIntent = Extract<NoticeIntent, { kind: 'open' }>;

/** The activity view, at the newest entry of these kinds that is known. */
export function activityAt({ activity }: StatusSnapshot, codes: readonly string[]): OpenIntent {
  const entry = activity.find(({ code }) => codes.includes(code));
  return { kind: 'open', view: 'activity', ...(entry === undefined ? {} : { id: String(entry.id) }) };
}

export function gatewayAt({ gateways }: StatusSnapshot, name: string): OpenIntent {
  const summary = gateways.find(one => one.name === name);
  return { kind: 'open', view: 'gateways', ...(summary === undefined ? {} : { id: summary.id }) };
}

export function teeAt(teeId: string): OpenIntent {
  return { kind: 'open', view: 'tees', id: teeId };
}

export function subscriptionAt({ subscriptions }: StatusSnapshot, name: string | null): OpenIntent {
  const summary = subscriptions.subscriptions.find(one => one.name === name);
  return { kind: 'open', view: 'subscriptions', ...(summary === undefined ? {} : { id: summary.id }) };
}
