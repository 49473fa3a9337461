import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { useHeadline } from '../state/use-sentences.tsx';

/** Reads changes of state out. The text only changes when the state does, so that ages and counters stay silent. */
export function Announcer({ snapshot }: { snapshot: StatusSnapshot }) {
  const { text } = usePage();
  const headline = useHeadline(snapshot);
  return (
    <p className="hidden" role="status" aria-live="polite">
      {headline} {snapshot.gateway !== null && `${text.gateway.title}: ${text.gatewayState[snapshot.gateway.state]}. `}
      {text.tee.title}: {text.teeState[snapshot.tee.state]}. {text.endpoint.label}:{' '}
      {text.proxyState[snapshot.proxy.state]}.
    </p>
  );
}
