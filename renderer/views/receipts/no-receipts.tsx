import { testCommand } from '../../format/test-request.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { usePage } from '../../state/page-context.ts';

/** What will stand in the table, and how one gets the first one. */
export function NoReceipts({
  search,
  endpoint,
  isSandbox,
  onShowAll,
}: {
  search: string;
  endpoint: string | null;
  isSandbox: boolean;
  onShowAll: () => void;
}) {
  const { text } = usePage();
  const words = text.views.receipts;
  if (search !== '') {
    return (
      <EmptyState sentence={words.emptySearch(search)}>
        <button type="button" className="button" onClick={onShowAll}>
          {words.showAll}
        </button>
      </EmptyState>
    );
  }
  if (endpoint === null) return <EmptyState sentence={words.emptyClosed} />;
  const command = testCommand(endpoint, isSandbox, navigator.userAgent);
  return (
    <EmptyState sentence={words.empty}>
      <CopyButton value={command} label={words.copyTest} kind="primary" />
      <code className="shell-command">{command}</code>
    </EmptyState>
  );
}
