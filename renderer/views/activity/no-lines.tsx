import { EmptyState } from '../../parts/empty-state.tsx';
import { usePage } from '../../state/page-context.ts';
import { useActions } from '../../state/view-context.ts';
import type { LineFilter } from './lines.ts';

/** What will stand in the list, and the way there or back. */
export function NoLines({
  filter,
  search,
  isStale,
  onShowAll,
}: {
  filter: LineFilter;
  search: string;
  isStale: boolean;
  onShowAll: () => void;
}) {
  const { text } = usePage();
  const { rotateTee } = useActions();
  const words = text.views.activity;
  if (filter === 'all' && search.trim() === '') {
    return (
      <EmptyState sentence={words.empty}>
        <button
          type="button"
          className="button"
          disabled={isStale || rotateTee.isRunning}
          onClick={() => rotateTee.run()}
        >
          {rotateTee.isRunning ? text.tee.rotating : words.emptyAction}
        </button>
      </EmptyState>
    );
  }
  const sentence =
    search.trim() !== ''
      ? words.emptySearch(search.trim())
      : filter === 'problems' || filter === 'all'
        ? words.emptyProblems
        : words.emptyGate(text.gate[filter]);
  return (
    <EmptyState sentence={sentence}>
      <button type="button" className="button" onClick={onShowAll}>
        {words.showAll}
      </button>
    </EmptyState>
  );
}
