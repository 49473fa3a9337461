import type { ActivityDetail } from '../../../electron/contract/index.ts';
import { hrefOf } from '../../format/route.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';

/** The proof of the answer that an entry is about; nothing where no answer is involved. */
export function LineProof({ detail: { entry, facts } }: { detail: ActivityDetail }) {
  const { text } = usePage();
  const words = text.views.activity;
  if (entry.code !== 'answerVerified' && entry.code !== 'answerRefused') return null;
  const isVerified = entry.code === 'answerVerified';
  return (
    <section>
      <h3>{words.proof}</h3>
      <Facts>
        <Fact
          name={words.proofOf}
          value={
            isVerified ? (
              <StateWord shape="disc" tone="well" word={words.proofChecked} />
            ) : (
              <StateWord shape="square" tone="broken" word={words.refusedProof} />
            )
          }
        />
        {isVerified && (
          <Fact
            name={words.receipt}
            value={
              facts.receiptId === null ? (
                words.noReceipt
              ) : (
                <a href={hrefOf('receipts', { id: facts.receiptId })}>{words.showReceipt}</a>
              )
            }
          />
        )}
      </Facts>
    </section>
  );
}
