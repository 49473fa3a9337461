import type { ReactNode } from 'react';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { usePage } from '../../state/page-context.ts';
import { shellLine } from './checks.ts';

/** Instead of a field for a secret, where the host takes none from this page: what to run on the host. */
export function CommandDialog({
  title,
  command,
  isReady,
  home,
  onClose,
  children,
}: {
  title: string;
  /** The words of the command line; none of them is a secret. */
  command: readonly string[];
  isReady: boolean;
  /** Where the host keeps its files. */
  home: string;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { text } = usePage();
  const { why, copy, home: keptIn } = text.views.subscriptions.onHost;
  const line = shellLine(command);
  return (
    <Dialog isOpen title={title} onClose={onClose}>
      <p className="second">
        {text.acts.secretsRefused} {why}
      </p>
      {children}
      <code className="shell-command">{line}</code>
      <p className="caption">{keptIn(home)}</p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {text.frame.close}
        </button>
        {isReady && <CopyButton value={line} label={copy} kind="primary" />}
      </div>
    </Dialog>
  );
}
