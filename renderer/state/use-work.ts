import { useCallback, useState } from 'react';
import { usePage } from './page-context.ts';
import { type CommandOutcome, failureOutcome } from './use-command.ts';

/** Something that goes on until a person or a file system is done with it. */
export interface Work {
  readonly isRunning: boolean;
  readonly outcome: CommandOutcome | undefined;
  /** `run` is for as long as it takes: a dialog of the system may wait for its person. */
  readonly begin: (run: () => Promise<CommandOutcome>) => void;
}

/** Follows work that has no limit of time, and what came of it. */
export function useWork(): Work {
  const { text } = usePage();
  const [isRunning, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<CommandOutcome>();
  const begin = useCallback(
    (run: () => Promise<CommandOutcome>) => {
      setRunning(true);
      setOutcome(undefined);
      void run()
        .then(setOutcome, (thrown: unknown) => setOutcome(failureOutcome(thrown, text.command.notReached)))
        .finally(() => setRunning(false));
    },
    [text],
  );
  return { isRunning, outcome, begin };
}
