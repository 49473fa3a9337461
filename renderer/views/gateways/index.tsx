import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { useSentences } from '../../state/use-sentences.tsx';
import type { ViewProps } from '../../state/view-context.ts';
import { GatewayDetails } from './gateway-details.tsx';
import { GatewayList } from './gateway-list.tsx';

/** All gateways, and what the one in use tells of itself. */
export function Gateways({ snapshot: { gateway, gateways }, isStale, asOf }: ViewProps) {
  const { text } = usePage();
  const say = useSentences();
  const now = useNow();
  return (
    <>
      <ViewHead
        title={text.frame.names.gateways}
        sentence={gateway === null ? text.gateways.none : say.gateway(gateway)}
        asOf={asOf}
      />
      <GatewayList gateways={gateways} isStale={isStale} />
      {gateway !== null && (
        <section aria-label={text.gateway.title}>
          <GatewayDetails details={gateway.details} isConnected={gateway.connectedAt !== null} now={now} />
        </section>
      )}
    </>
  );
}
