import { useCallback, useEffect, useRef, useState } from 'react';
import { BridgeError, type Command, type CommandResult, type Told } from '../../electron/contract/index.ts';
import { usePage } from './page-context.ts';

/** What the last run of a command came to; `failed` and `nothing` carry the reason. */
export interface CommandOutcome {
  readonly kind: 'done' | 'nothing' | 'failed';
  /** Of the error that it failed with; null where the sentence is the page's own, absent where only the core's words say it. */
  readonly code?: string | null;
  /** What the host's sentence names, where it says so. */
  readonly told?: Told | undefined;
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

/** What a run is told about while it goes on and when it ended. */
interface Acting {
  readonly isRunning: boolean;
  readonly outcome: CommandOutcome | undefined;
  /** Shows `work` as running until it settles, or for ten seconds; a later one takes its place. `onSettled` hears how it ended. */
  readonly begin: (work: Promise<CommandOutcome>, onSettled?: (outcome: CommandOutcome) => void) => void;
  /** Forgets how the last one ended. */
  readonly clear: () => void;
}

/** How acts are shown: running, then what they came to; after ten seconds the reason why nothing came. */
export function useActing(): Acting {
  const { text } = usePage();
  const [isRunning, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<CommandOutcome>();
  const generation = useRef(0);

  useEffect(() => {
    if (outcome?.kind !== 'done') return;
    const timer = setTimeout(() => setOutcome(undefined), SUCCESS_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const begin = useCallback(
    (work: Promise<CommandOutcome>, onSettled?: (outcome: CommandOutcome) => void) => {
      generation.current += 1;
      const mine = generation.current;
      const settle = (result: CommandOutcome): void => {
        if (generation.current !== mine) return;
        generation.current += 1;
        clearTimeout(fallback);
        setRunning(false);
        setOutcome(result);
        onSettled?.(result);
      };
      const fallback = setTimeout(
        () => settle({ kind: 'failed', code: null, sentence: text.command.noAnswer, remedy: null }),
        FALLBACK_AFTER_MS,
      );
      setRunning(true);
      setOutcome(undefined);
      void work.then(settle);
    },
    [text],
  );

  return { isRunning, outcome, begin, clear: useCallback(() => setOutcome(undefined), []) };
}

/** What a command came to that was answered. */
export function outcomeOf({ changed, sentence, told }: CommandResult): CommandOutcome {
  return { kind: changed ? 'done' : 'nothing', told, sentence, remedy: null };
}

/** What a command came to that was not; `notReached` is for hosts that did not even say why. */
export function failureOutcome(thrown: unknown, notReached: string): CommandOutcome {
  return thrown instanceof BridgeError
    ? { kind: 'failed', code: thrown.code, sentence: thrown.message, remedy: thrown.remedy }
    : { kind: 'failed', code: null, sentence: notReached, remedy: null };
}

/** Runs commands; one at a time; falls back after ten seconds with the reason. */
export function useRunner(): Runner {
  const { bridge, text } = usePage();
  const { isRunning, outcome, begin } = useActing();
  const run = useCallback(
    (command: Command) => {
      if (isRunning) return;
      begin(bridge.run(command).then(outcomeOf, (thrown: unknown) => failureOutcome(thrown, text.command.notReached)));
    },
    [bridge, begin, isRunning, text],
  );

  return { isRunning, outcome, run };
}

/** Runs the command `name`, as {@link useRunner} does. */
export function useCommand(name: 'rotateTee' | 'checkRegistry' | 'reconnectGateway'): CommandState {
  const { isRunning, outcome, run } = useRunner();
  return { isRunning, outcome, run: useCallback(() => run({ name }), [name, run]) };
}
