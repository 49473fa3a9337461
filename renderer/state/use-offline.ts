import type { OfflineGate, StatusSnapshot } from '../../electron/contract/index.ts';
import { usePage } from './page-context.ts';
import { useNow } from './use-now.ts';

/** “as of 14:02” for what is shown of a gate that waits for the network; undefined while it does not. */
export function useOfflineAsOf({ offline }: StatusSnapshot, gate: OfflineGate | undefined): string | undefined {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  if (offline === undefined || gate === undefined || !offline.gates.includes(gate)) return undefined;
  return text.connection.asOf(formats.time(offline.since, now));
}
