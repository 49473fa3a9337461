import { useCallback } from 'react';
import type { Command } from '../../../electron/contract/index.ts';
import { usePage } from '../../state/page-context.ts';
import { type CommandOutcome, failureOutcome, outcomeOf, useActing } from '../../state/use-command.ts';

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

/** Runs commands one after the other and stops at the first that fails; falls back after ten seconds with the reason. */
export function useSteps(): Steps {
  const { bridge, text } = usePage();
  const { isRunning, outcome, begin, clear } = useActing();
  const run = useCallback(
    (commands: readonly Command[], { undo, onDone }: StepOptions = {}) => {
      const take = async (): Promise<CommandOutcome> => {
        let last: CommandOutcome = { kind: 'nothing', sentence: '', remedy: null };
        let done = 0;
        try {
          for (const command of commands) {
            last = outcomeOf(await bridge.run(command));
            done += 1;
          }
        } catch (thrown) {
          // What was not finished must not leave its beginning behind; the failure is what is told.
          if (done > 0 && undo !== undefined) await bridge.run(undo).catch(() => undefined);
          return failureOutcome(thrown, text.command.notReached);
        }
        return last;
      };
      begin(take(), ({ kind }) => {
        if (kind !== 'failed') onDone?.();
      });
    },
    [bridge, begin, text],
  );

  return { isRunning, outcome, run, clear };
}
