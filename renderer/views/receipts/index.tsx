import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import type { ViewProps } from '../../state/view-context.ts';

/** How many answers were proved. */
export function Receipts({ snapshot: { proxy }, asOf }: ViewProps) {
  const { text, formats } = usePage();
  const sentence = text.endpoint.counts(formats.number(proxy.answersVerified), formats.number(proxy.answersRefused));
  return <ViewHead title={text.frame.names.receipts} sentence={sentence} asOf={asOf} />;
}
