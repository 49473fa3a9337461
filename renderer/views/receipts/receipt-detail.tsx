import type { ReceiptDetail, StatusSnapshot } from '../../../electron/contract/index.ts';
import { hostOf } from '../../format/id.ts';
import { hrefOf } from '../../format/route.ts';
import { CopyButton, CopyIconButton } from '../../parts/copy-button.tsx';
import { DetailPane } from '../../parts/detail-pane.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { SavingNote } from '../../parts/saving-note.tsx';
import { Id } from '../../parts/sentence.tsx';
import { usePage } from '../../state/page-context.ts';
import { useDays } from '../../state/use-days.ts';
import { type QueryState, useQuery } from '../../state/use-query.ts';
import { navigate } from '../../state/use-route.ts';
import { useSave } from '../../state/use-save.ts';
import { ReceiptCheck } from './receipt-check.tsx';
import { SignedValues } from './signed-values.tsx';

type Host = StatusSnapshot['app']['host'];

/** One receipt: whose, over what, and whether it holds now. */
export function ReceiptDetailPane({ id, host, isStale }: { id: string; host: Host; isStale: boolean }) {
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
  return <Known detail={detail} query={query} host={host} isStale={isStale} onClose={onClose} />;
}

function Known({
  detail,
  query,
  host,
  isStale,
  onClose,
}: {
  detail: ReceiptDetail;
  query: QueryState<unknown>;
  host: Host;
  isStale: boolean;
  onClose: () => void;
}) {
  const { text, formats } = usePage();
  const days = useDays();
  const words = text.views.receipts;
  const { row, signedAt, exportText, exportName } = detail;
  const saving = useSave(host);
  const save = (): void =>
    saving.save({ name: 'saveReceipt', id: row.id }, async () => ({
      fileName: exportName,
      text: exportText,
      type: 'application/json',
    }));
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
          <SavingNote saving={saving} />
          <button type="button" className="button" disabled={isStale || saving.isRunning} onClick={save}>
            {saving.isRunning ? text.acts.saving : text.acts.save}
          </button>
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
        {row.tokens !== undefined && (
          <Fact
            name={words.tokens}
            value={words.tokensInOut(formats.number(row.tokens.prompt), formats.number(row.tokens.completion))}
            hint={words.tokensHint}
          />
        )}
        <Fact name={words.answer} value={row.stream ? words.streamed : words.whole} />
        <Fact name={words.passedOn} value={words.mode[row.mode]} />
      </Facts>
      <SignedValues detail={detail} />
    </DetailPane>
  );
}
