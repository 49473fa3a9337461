import type { TrinityUsage } from '../../agents/index.ts';
import type { HeadroomReading, WindowReading } from '../../subscriptions/index.ts';

type Headroom = NonNullable<TrinityUsage['headroom']>;

/**
 * What a Trinity backend last heard from the provider about a subscription, as a reading of ours; undefined when it has
 * none, or does not say when that was. A refused token is left out: the backend holds a token of its own.
 */
export function backendReading({ headroom }: TrinityUsage, nowMs: number): HeadroomReading | undefined {
  const status = statusOf(headroom?.status);
  const fetchedAtMs = headroom == null ? undefined : fetchedAt(headroom, nowMs);
  if (headroom == null || status === undefined || fetchedAtMs === undefined) return undefined;
  const windows = Object.entries({ '5h': headroom.five_hour, '7d': headroom.seven_day }).flatMap(
    ([name, window]): [string, WindowReading][] => (window == null ? [] : [[name, windowOf(window)]]),
  );
  if (windows.length === 0) return undefined;
  return {
    fetchedAtMs,
    source: 'backend',
    status,
    httpStatus: null,
    windows: Object.fromEntries(windows),
    verdict: null,
    representativeClaim: headroom.representative_claim ?? null,
    overage: { status: headroom.overage_status ?? null, isInUse: null, disabledReason: null },
    retryAtMs: null,
  };
}

function statusOf(status: string | null | undefined): 'ok' | 'rate_limited' | undefined {
  return status === 'ok' || status === 'rate_limited' ? status : undefined;
}

function windowOf({ utilization_pct, resets_at, status }: NonNullable<Headroom['five_hour']>): WindowReading {
  return { utilizationPct: utilization_pct ?? null, resetsAtMs: instant(resets_at) ?? null, status: status ?? null };
}

/** By the backend's own age where it gives one: its wall clock may differ from ours. */
function fetchedAt({ snapshot_age_seconds: age, fetched_at }: Headroom, nowMs: number): number | undefined {
  return age == null ? instant(fetched_at) : nowMs - age * 1_000;
}

function instant(text: string | null | undefined): number | undefined {
  const atMs = Date.parse(text ?? '');
  return Number.isNaN(atMs) ? undefined : atMs;
}
