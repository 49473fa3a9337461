import { useCallback, useRef, useState } from 'react';
import type { Command } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { type CommandOutcome, failureOutcome, outcomeOf } from '../state/use-command.ts';

/** What the buttons of a page do: commands one after the other, the next only when the one before was taken. */
export interface Act {
  readonly isRunning: boolean;
  /** What the last run came to, where there is something to say. */
  readonly outcome: CommandOutcome | undefined;
  readonly run: (commands: readonly Command[], options?: ActOptions) => void;
}

export interface ActOptions {
  /** For commands that wait for somebody else. */
  readonly limitMs?: number;
  /** Says what was done as well: it is seen nowhere else. */
  readonly saysSuccess?: boolean;
  readonly onDone?: () => void;
}

/** A button that says it is working for longer than this would lie. */
const LIMIT_MS = 10_000;

/** Runs what a page's buttons do, one at a time. */
export function useAct(): Act {
  const { bridge, text } = usePage();
  const [isRunning, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<CommandOutcome>();
  const generation = useRef(0);

  const run = useCallback(
    (commands: readonly Command[], { limitMs = LIMIT_MS, saysSuccess = false, onDone }: ActOptions = {}) => {
      generation.current += 1;
      const mine = generation.current;
      const settle = (result: CommandOutcome | undefined): void => {
        if (generation.current !== mine) return;
        generation.current += 1;
        clearTimeout(fallback);
        setRunning(false);
        setOutcome(result);
        if (result?.kind !== 'failed') onDone?.();
      };
      const fallback = setTimeout(
        () => settle({ kind: 'failed', code: null, sentence: text.command.noAnswer, remedy: null }),
        limitMs,
      );
      setRunning(true);
      setOutcome(undefined);
      const all = async (): Promise<CommandOutcome | undefined> => {
        let last: CommandOutcome | undefined;
        for (const command of commands) {
          last = outcomeOf(await bridge.run(command));
        }
        return saysSuccess || last?.kind === 'nothing' ? last : undefined;
      };
      all().then(settle, (thrown: unknown) => settle(failureOutcome(thrown, text.command.notReached)));
    },
    [bridge, text],
  );

  return { isRunning, outcome, run };
}
