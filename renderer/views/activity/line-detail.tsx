import type { ActivityDetail, ActivityEntry } from '../../../electron/contract/index.ts';
import { hrefOf } from '../../format/route.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { DetailPane } from '../../parts/detail-pane.tsx';
import { EntrySentence } from '../../parts/entry-text.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { usePage } from '../../state/page-context.ts';
import { useDays } from '../../state/use-days.ts';
import { useQuery } from '../../state/use-query.ts';
import { navigate } from '../../state/use-route.ts';
import { detailText } from './detail-text.ts';
import { LineFacts } from './line-facts.tsx';
import { LineProof } from './line-proof.tsx';
import { LineSteps } from './line-steps.tsx';

/** One entry with all that is known of it. What the list knows of it already stands at once. */
export function LineDetail({ id, entries }: { id: number; entries: readonly ActivityEntry[] }) {
  const { text, formats } = usePage();
  const days = useDays();
  const words = text.views.activity;
  const listed = entries.find(entry => entry.id === id);
  const query = useQuery(id === 0 ? null : { name: 'activity.detail', id }, { when: listed?.count });
  const detail = query.isAnswer ? query.value : undefined;
  const entry = listed ?? detail?.entry;
  const onClose = (): void => navigate('activity');
  if (entry === undefined) {
    return (
      <DetailPane title={id === 0 ? words.noEntry : text.frame.details} onClose={onClose}>
        <QueryNote state={query} words={words.reading} title={words.detailFailed} />
      </DetailPane>
    );
  }
  const { at, gate, sentence, event } = entry;
  return (
    <DetailPane
      caption={
        <time dateTime={new Date(at).toISOString()} title={formats.fullTime(at)}>
          {days.name(at, Date.now())} {days.preciseClock(at)}
        </time>
      }
      title={<EntrySentence event={event} sentence={sentence} />}
      onClose={onClose}
      buttons={
        detail !== undefined && (
          <>
            <CopyButton value={() => detailText(detail)} label={words.copyDetails} />
            <a className="button" href={placeOf(detail)}>
              {words.show[gate]}
            </a>
          </>
        )
      }
    >
      <QueryNote state={query} words={words.reading} title={words.detailFailed} />
      <LineFacts entry={entry} facts={detail?.facts} />
      {detail !== undefined && (
        <>
          <LineSteps steps={detail.steps} />
          <LineProof detail={detail} />
        </>
      )}
    </DetailPane>
  );
}

/** Where one can look at what the entry is about. */
function placeOf({ entry: { gate }, facts: { teeId } }: ActivityDetail): string {
  if (gate === 'tee') return teeId === null ? hrefOf('tees') : hrefOf('tees', { id: teeId });
  if (gate === 'app') return hrefOf('settings');
  return hrefOf(gate === 'gateway' ? 'gateways' : 'subscriptions');
}
