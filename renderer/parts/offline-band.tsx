import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { useNow } from '../state/use-now.ts';

/** Says above a view why its values are old, while this computer is offline. */
export function OfflineBand({ snapshot: { offline } }: { snapshot: StatusSnapshot }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  if (offline === undefined) return null;
  return (
    <section className="band connection" role="status" aria-label={text.frame.offline}>
      <p>
        <b>{text.frame.offline}.</b> {text.frame.offlineDetail(formats.time(offline.since, now))}
      </p>
    </section>
  );
}
