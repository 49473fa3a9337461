import type { Told } from '../../../electron/contract/index.ts';
import { OwnSentence } from '../../parts/own-sentence.tsx';
import { Quoted } from '../../parts/quoted.tsx';
import { useToldSentence } from '../../state/use-sentences.tsx';

/** Why an order failed: in the page's language where the core says it by code, else word for word. */
export function ResultReason({ reason, told }: { reason: string; told: Told | undefined }) {
  const own = useToldSentence()(told);
  return own === undefined ? <Quoted value={reason} /> : <OwnSentence value={own} told={told} />;
}
