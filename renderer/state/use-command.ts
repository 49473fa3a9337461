import { useCallback, useEffect, useRef, useState } from 'react';
import { BridgeError, type Command } from '../../electron/contract/index.ts';
import { usePage } from './page-context.ts';

/** What the last run of a command came to; `failed` and `nothing` carry the reason. */
export interface CommandOutcome {
  readonly kind: 'done' | 'nothing' | 'failed';
  readonly sentence: string;
  readonly remedy: string | null;
}

/** A command as a button sees it. */
export interface CommandState {
  readonly isRunning: boolean;
  readonly outcome: CommandOutcome | undefined;
  readonly run: () => void;
}

/** The same for commands that say more than their name. */
export interface Runner extends Omit<CommandState, 'run'> {
  readonly run: (command: Command) => void;
}

/** A button that says "Rotating…" for longer than this would lie. */
const FALLBACK_AFTER_MS = 10_000;
/** How long a success stays to be read. Failures stay until the next run. */
const SUCCESS_SHOWN_MS = 8_000;

/** Runs commands; one at a time; falls back after ten seconds with the reason. */
export function useRunner(): Runner {
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
    (command: Command) => {
      if (isRunning) return;
      generation.current += 1;
      const mine = generation.current;
      const settle = (result: CommandOutcome): void => {
        if (generation.current !== mine) return;
        generation.current += 1;
        clearTimeout(fallback);
        setRunning(false);
        setOutcome(result);
      };
      const fallback = setTimeout(
        () => settle({ kind: 'failed', sentence: text.command.noAnswer, remedy: null }),
        FALLBACK_AFTER_MS,
      );
      setRunning(true);
      setOutcome(undefined);
      bridge.run(command).then(
        ({ changed, sentence }) => settle({ kind: changed ? 'done' : 'nothing', sentence, remedy: null }),
        (thrown: unknown) =>
          settle({
            kind: 'failed',
            sentence: thrown instanceof BridgeError ? thrown.message : text.command.notReached,
            remedy: thrown instanceof BridgeError ? thrown.remedy : null,
          }),
      );
    },
    [bridge, isRunning, text],
  );

  return { isRunning, outcome, run };
}

/** Runs the command `name`, as {@link useRunner} does. */
export function useCommand(name: 'rotateTee' | 'checkRegistry' | 'reconnectGateway'): CommandState {
  const { isRunning, outcome, run } = useRunner();
  return { isRunning, outcome, run: useCallback(() => run({ name }), [name, run]) };
}
