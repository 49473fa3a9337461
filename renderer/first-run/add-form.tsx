import type { KeyboardEvent, ReactNode } from 'react';
import { CopyButton } from '../parts/copy-button.tsx';
import { usePage } from '../state/page-context.ts';
import { useRefusesSecrets } from '../state/refuses-secrets.ts';

/** Fields that add one thing. Where the host takes no secrets from this page: the command that asks for them there. */
export function AddForm({
  title,
  command,
  verb,
  canAdd,
  onAdd,
  secret,
  children,
}: {
  title: string;
  /** Words of the command line; none of them is a secret. */
  command: readonly string[];
  verb: string;
  canAdd: boolean;
  onAdd: () => void;
  /** The field for the secret. */
  secret: ReactNode;
  children: ReactNode;
}) {
  const { text } = usePage();
  const refusesSecrets = useRefusesSecrets();
  const line = command.map(quoted).join(' ');
  // Enter adds; the filled button of the page goes on.
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (!refusesSecrets && canAdd) onAdd();
  };
  return (
    <details className="add" onKeyDown={onKeyDown}>
      <summary>{title}</summary>
      <div className="option-form">
        {children}
        {refusesSecrets ? (
          <>
            <p className="second">
              {text.acts.secretsRefused} {text.firstRun.subscriptions.onHost}
            </p>
            <div className="command-line">
              <code>{line}</code>
              <CopyButton value={line} label={text.firstRun.copyCommand} />
            </div>
          </>
        ) : (
          <>
            {secret}
            <button type="button" className="button" disabled={!canAdd} onClick={onAdd}>
              {verb}
            </button>
          </>
        )}
      </div>
    </details>
  );
}

/** One word of a command line for a shell. */
function quoted(word: string): string {
  return /^[\w.:/=@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
