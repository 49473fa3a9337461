import { useCallback, useEffect, useRef, useState } from 'react';
import type { Command, CommandResult } from '../../../electron/contract/index.ts';
import { type Failure, failureOf } from '../../state/failure.ts';
import { usePage } from '../../state/page-context.ts';
import type { CommandOutcome } from '../../state/use-command.ts';

/** One act at a time: it goes on when its dialog is closed, and what it came to is shown where it is. */
export interface Act {
  readonly isRunning: boolean;
  /** It takes longer than a second. */
  readonly isSlow: boolean;
  /** Of the command that runs, or ran last; empty before the first. */
  readonly name: string;
  readonly outcome: CommandOutcome | undefined;
  readonly failure: Failure | undefined;
  /**
   * `onDone` is called when it succeeded; `said` is told then instead of the core's sentence, which may speak of the
   * command line. The command is not kept: it may hold a token.
   */
  readonly run: (command: Command, onDone?: () => void, said?: string) => void;
  /** Forgets what the last one came to. */
  readonly clear: () => void;
}

const SLOW_AFTER_MS = 1_000;
/** A provider is given 15 s and a restart may take longer; after this nobody waits any more. */
const GIVE_UP_AFTER_MS = 60_000;
const SUCCESS_SHOWN_MS = 20_000;

interface State {
  readonly name: string;
  readonly phase: 'idle' | 'running' | 'slow';
  readonly outcome?: CommandOutcome;
  readonly failure?: Failure;
}

const IDLE: State = { name: '', phase: 'idle' };

/** Acts of this view that may take longer than a button may be held. */
export function useAct(): Act {
  const { bridge, text } = usePage();
  const [state, setState] = useState<State>(IDLE);
  const generation = useRef(0);
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  const stopTimers = useCallback(() => {
    for (const timer of timers.current) clearTimeout(timer);
    timers.current = [];
  }, []);

  useEffect(
    () => () => {
      generation.current += 1;
      stopTimers();
    },
    [stopTimers],
  );

  useEffect(() => {
    if (state.outcome?.kind !== 'done') return;
    const timer = setTimeout(() => setState(IDLE), SUCCESS_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state.outcome]);

  const run = useCallback(
    (command: Command, onDone?: () => void, said?: string) => {
      generation.current += 1;
      const mine = generation.current;
      const { name } = command;
      const settle = (next: Omit<State, 'name' | 'phase'>): void => {
        if (generation.current !== mine) return;
        generation.current += 1;
        stopTimers();
        setState({ name, phase: 'idle', ...next });
        if (next.failure === undefined) onDone?.();
      };
      const failed = (failure: Failure): void => settle({ failure });
      setState({ name, phase: 'running' });
      stopTimers();
      timers.current = [
        setTimeout(() => setState({ name, phase: 'slow' }), SLOW_AFTER_MS),
        setTimeout(
          () => failed({ code: 'no_answer', sentence: text.views.subscriptions.noAnswer, remedy: null }),
          GIVE_UP_AFTER_MS,
        ),
      ];
      bridge.run(command).then(
        result =>
          settle({
            outcome: { ...outcomeOf(name, result), ...(said === undefined ? {} : { code: null, sentence: said }) },
          }),
        (thrown: unknown) => failed(failureOf(thrown, text.command.notReached)),
      );
    },
    [bridge, stopTimers, text],
  );

  return {
    isRunning: state.phase !== 'idle',
    isSlow: state.phase === 'slow',
    name: state.name,
    outcome: state.outcome,
    failure: state.failure,
    run,
    clear: useCallback(() => setState(current => (current.phase === 'idle' ? IDLE : current)), []),
  };
}

/** Asking changes nothing and is a success all the same; a token that is no good is told by the detail. */
function outcomeOf(name: string, { changed, sentence, told, details }: CommandResult): CommandOutcome {
  const isAnswer = name === 'checkAgents' || (name === 'testSubscription' && details?.[0]?.endsWith(': ok') === true);
  return { kind: changed || isAnswer ? 'done' : 'nothing', told, sentence, remedy: null };
}
