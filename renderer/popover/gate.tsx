import { type ReactNode, useId } from 'react';
import type { Health, Remedy } from '../../electron/contract/index.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Glyph } from '../parts/glyph.tsx';
import { usePage } from '../state/page-context.ts';
import { useRemedies } from '../state/use-remedies.ts';
import { RemedyText } from '../state/use-sentences.tsx';

/** What is wrong with a gate, and the one thing to do. */
export interface GateTrouble {
  readonly sentence: ReactNode;
  readonly remedy: Omit<Remedy, 'command'> & Pick<Partial<Remedy>, 'command'>;
  /** A command for a terminal elsewhere that mends it. */
  readonly shellCommand: string | undefined;
}

/** One gate of the popover: in a line while another one is in trouble, with its trouble when it is itself. */
export function PopoverGate({
  health,
  title,
  state,
  isOld = false,
  asOf,
  action,
  trouble,
  isShort,
  children,
}: {
  health: Health;
  title: string;
  state: ReactNode;
  /** The values are those of before the network went. */
  isOld?: boolean;
  /** Since when, where the title has room for it. */
  asOf?: string | undefined;
  action?: ReactNode;
  trouble: GateTrouble | undefined;
  isShort: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={isOld ? 'pop-gate old' : 'pop-gate'} aria-labelledby={id}>
      <div className="pop-title">
        <Glyph health={health} size={16} />
        <h2 id={id}>{title}</h2>
        {state}
        {asOf !== undefined && <span className="caption">{asOf}</span>}
        {action}
      </div>
      {trouble !== undefined ? <Trouble trouble={trouble} /> : !isShort && children}
    </section>
  );
}

function Trouble({ trouble: { sentence, remedy, shellCommand } }: { trouble: GateTrouble }) {
  const { text } = usePage();
  const remedies = useRemedies();
  const { command } = remedy;
  return (
    <div className="pop-trouble">
      <p>{sentence}</p>
      {shellCommand === undefined ? (
        <p className="second">
          <RemedyText remedy={remedy} />
        </p>
      ) : (
        <code className="shell-command">{shellCommand}</code>
      )}
      <div className="buttons">
        {shellCommand !== undefined && (
          <CopyButton value={shellCommand} label={text.gateway.copyCommand} kind="primary" />
        )}
        {command !== undefined && (
          <button
            type="button"
            className={shellCommand === undefined ? 'button primary' : 'button'}
            disabled={remedies[command].isRunning}
            onClick={remedies[command].run}
          >
            {remedies[command].label}
          </button>
        )}
      </div>
    </div>
  );
}
