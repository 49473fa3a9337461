import { usePage } from '../state/page-context.ts';

/** Says above everything else that nothing on this page comes from a real network. */
export function SandboxBanner({ seed }: { seed: string }) {
  const { text } = usePage();
  return (
    <aside className="sandbox" aria-label={text.sandbox.title}>
      <strong>{text.sandbox.title}</strong>
      <span>{text.sandbox.detail(seed)}</span>
    </aside>
  );
}
