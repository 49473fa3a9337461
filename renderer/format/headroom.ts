import type { SubscriptionSummary } from '../../electron/contract/index.ts';

/** Percent that is left of a window (`5h`, `7d`); null when nobody knows. */
export function leftOf({ headroom }: SubscriptionSummary, name: string): number | null {
  const used = headroom.windows.find(({ window }) => window === name)?.usedPct ?? null;
  return used === null ? null : Math.max(0, Math.round(100 - used));
}
