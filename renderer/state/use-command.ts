import { useCallback, useEffect, useRef, useState } from 'react';
import { BridgeError, type CommandName } from '../../electron/contract/index.ts';
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

/** A button that says "Rotating…" for longer than this would lie. */
const FALLBACK_AFTER_MS = 10_000;
/** How long a success stays to be read. Failures stay until the next run. */
const SUCCESS_SHOWN_MS = 8_000;

/** Runs the command `name`; one run at a time; falls back after ten seconds with the reason. */
export function useCommand(name: CommandName): CommandState {
  const { bridge, text } = usePage();
  const [isRunning, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<CommandOutcome>();
  const generation = useRef(0);

  useEffect(() => {
    if (outcome?.kind !== 'done') return;
    const timer = setTimeout(() => setOutcome(undefined), SUCCESS_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const run = useCallback(() => {
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
    bridge.run({ name }).then(
      ({ changed, sentence }) => settle({ kind: changed ? 'done' : 'nothing', sentence, remedy: null }),
      (thrown: unknown) =>
        settle({
          kind: 'failed',
          sentence: thrown instanceof BridgeError ? thrown.message : text.command.notReached,
          remedy: thrown instanceof BridgeError ? thrown.remedy : null,
        }),
    );
  }, [bridge, isRunning, name, text]);

  return { isRunning, outcome, run };
}
