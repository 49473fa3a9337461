import { usePage } from '../state/page-context.ts';

/** Says above everything else what on this page comes from no real network: all of it, or all but the gateway. */
export function SandboxBanner({ seed, hasRealGateway }: { seed: string; hasRealGateway: boolean }) {
  const { text } = usePage();
  const title = hasRealGateway ? text.sandbox.inferenceOnly : text.sandbox.title;
  return (
    <aside className="sandbox" aria-label={title}>
      <strong>{title}</strong>
      <span>
        {text.sandbox.detail(seed)}
        {hasRealGateway && ` ${text.sandbox.realGateway}`}
      </span>
    </aside>
  );
}
