import type { ReceiptDetail } from '../../../electron/contract/index.ts';
import { hostOf } from '../../format/id.ts';
import { hrefOf } from '../../format/route.ts';
import { CopyButton, CopyIconButton } from '../../parts/copy-button.tsx';
import { DetailPane } from '../../parts/detail-pane.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { Id } from '../../parts/sentence.tsx';
import { usePage } from '../../state/page-context.ts';
import { useDays } from '../../state/use-days.ts';
import { type QueryState, useQuery } from '../../state/use-query.ts';
import { navigate } from '../../state/use-route.ts';
import { ReceiptCheck } from './receipt-check.tsx';
import { saveFile } from './save-file.ts';
import { SignedValues } from './signed-values.tsx';

/** One receipt: whose, over what, and whether it holds now. `canSave`: this page may write files; it can always copy. */
export function ReceiptDetailPane({ id, canSave }: { id: string; canSave: boolean }) {
  const { text } = usePage();
  const words = text.views.receipts;
  // The address may carry anything; the host takes ids of this length.
  const query = useQuery({ name: 'receipts.detail', id: id.slice(0, 100) || '-' });
  const detail = query.isAnswer ? query.value : undefined;
  const onClose = (): void => navigate('receipts');
  if (detail === undefined) {
    return (
      <DetailPane title={text.frame.details} onClose={onClose}>
        <QueryNote state={query} words={words.reading} title={words.detailFailed} />
      </DetailPane>
    );
  }
  return <Known detail={detail} query={query} canSave={canSave} onClose={onClose} />;
}

function Known({
  detail,
  query,
  canSave,
  onClose,
}: {
  detail: ReceiptDetail;
  query: QueryState<unknown>;
  canSave: boolean;
  onClose: () => void;
}) {
  const { text, formats } = usePage();
  const days = useDays();
  const words = text.views.receipts;
  const { row, signedAt, exportText, exportName } = detail;
  const now = Date.now();
  const precise = (at: number): string => `${days.name(at, now)} ${days.preciseClock(at)}`;
  return (
    <DetailPane
      caption={
        <time dateTime={new Date(row.verifiedAt).toISOString()} title={formats.fullTime(row.verifiedAt)}>
          {precise(row.verifiedAt)}
        </time>
      }
      title={row.model}
      onClose={onClose}
      buttons={
        <>
          {canSave && (
            <button type="button" className="button" onClick={() => saveFile(exportName, exportText)}>
              {words.save}
            </button>
          )}
          <CopyButton value={exportText} label={words.copyJson} />
        </>
      }
    >
      <ReceiptCheck detail={detail} query={query} />
      <Facts>
        <Fact
          name={words.tee}
          value={
            <a href={hrefOf('tees', { id: row.teeId })}>
              <Id value={row.teeId} />
            </a>
          }
        >
          <CopyIconButton value={row.teeId} label={words.copyTee} />
        </Fact>
        <Fact name={words.host} value={hostOf(row.endpoint)} hint={row.endpoint} isCode />
        <Fact
          name={words.signed}
          value={signedAt === null ? words.signedUnknown : precise(signedAt)}
          hint={signedAt === null ? undefined : formats.fullTime(signedAt)}
        />
        <Fact name={words.proof} value={words.covers[row.covers]} />
        <Fact name={words.answer} value={row.stream ? words.streamed : words.whole} />
        <Fact name={words.passedOn} value={words.mode[row.mode]} />
      </Facts>
      <SignedValues detail={detail} />
    </DetailPane>
  );
}
