import { CopyButton } from '../../parts/copy-button.tsx';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useSentences } from '../../state/use-sentences.tsx';
import type { ViewProps } from '../../state/view-context.ts';

/** How all of it stands, to be given away. */
export function Diagnostics({ snapshot, asOf }: ViewProps) {
  const { text } = usePage();
  const say = useSentences();
  return (
    <ViewHead title={text.frame.names.diagnostics} sentence={say.headline(snapshot)} asOf={asOf}>
      <CopyButton value={() => JSON.stringify(snapshot, null, 2)} label={text.frame.copyDiagnosis} />
    </ViewHead>
  );
}
