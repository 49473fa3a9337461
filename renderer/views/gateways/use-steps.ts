import { useCallback, useEffect, useRef, useState } from 'react';
import { BridgeError, type Command } from '../../../electron/contract/index.ts';
import { usePage } from '../../state/page-context.ts';
import type { CommandOutcome } from '../../state/use-command.ts';

/** Commands that only make sense one after the other. */
export interface Steps {
  readonly isRunning: boolean;
  /** Of the last step, or of the one that failed. */
  readonly outcome: CommandOutcome | undefined;
  readonly run: (commands: readonly Command[], options?: StepOptions) => void;
  /** Forgets how the last run ended. */
  readonly clear: () => void;
}

/** Options of a run. */
export interface StepOptions {
  /** Taken when a step fails after the first one was done. */
  readonly undo?: Command | undefined;
  readonly onDone?: () => void;
}

/** A button that says "Adding…" for longer than this would lie. */
const FALLBACK_AFTER_MS = 10_000;
const SUCCESS_SHOWN_MS = 8_000;

/** Runs commands one after the other and stops at the first that fails; falls back after ten seconds with the reason. */
export function useSteps(): Steps {
  const { bridge, text } = usePage();
  const [isRunning, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<CommandOutcome>();
  const generation = useRef(0);

  useEffect(() => {
    if (outcome?.kind !== 'done') return;
    const timer = setTimeout(() => setOutcome(undefined), SUCCESS_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const run = useCallback(
    (commands: readonly Command[], { undo, onDone }: StepOptions = {}) => {
      generation.current += 1;
      const mine = generation.current;
      const settle = (result: CommandOutcome): void => {
        if (generation.current !== mine) return;
        generation.current += 1;
        clearTimeout(fallback);
        setRunning(false);
        setOutcome(result);
        if (result.kind !== 'failed') onDone?.();
      };
      const fallback = setTimeout(
        () => settle({ kind: 'failed', sentence: text.command.noAnswer, remedy: null }),
        FALLBACK_AFTER_MS,
      );
      const take = async (): Promise<CommandOutcome> => {
        let last: CommandOutcome = { kind: 'nothing', sentence: '', remedy: null };
        let done = 0;
        try {
          for (const command of commands) {
            const { changed, sentence } = await bridge.run(command);
            last = { kind: changed ? 'done' : 'nothing', sentence, remedy: null };
            done += 1;
          }
        } catch (thrown) {
          // What was not finished must not leave its beginning behind; the failure is what is told.
          if (done > 0 && undo !== undefined) await bridge.run(undo).catch(() => undefined);
          const isTold = thrown instanceof BridgeError;
          const sentence = isTold ? thrown.message : text.command.notReached;
          return { kind: 'failed', sentence, remedy: isTold ? thrown.remedy : null };
        }
        return last;
      };
      setRunning(true);
      setOutcome(undefined);
      void take().then(settle);
    },
    [bridge, text],
  );

  return { isRunning, outcome, run, clear: useCallback(() => setOutcome(undefined), []) };
}
