import type { FormEvent, ReactNode } from 'react';
import type { Command, SetupStep, StatusSnapshot } from '../../electron/contract/index.ts';
import { CommandNote } from '../parts/command-note.tsx';
import { usePage } from '../state/page-context.ts';
import type { Act } from './use-act.ts';

/** What each page of the first run is given. */
export interface PageProps {
  readonly snapshot: StatusSnapshot;
  readonly step: SetupStep;
  readonly act: Act;
  /** Nothing can be done: the line to the host is lost. */
  readonly isStale: boolean;
}

/** The filled button: it names what it does. */
export interface Primary {
  readonly label: string;
  /** Beside it. */
  readonly hint?: string;
  /** It leaves the step out, so no other button does. */
  readonly isSkip?: boolean;
  /** Undefined: it shows what goes on. */
  readonly run?: (() => void) | undefined;
}

/** A page: one question, its answers, and the way on, back and out. */
export function QuestionPage({
  snapshot: { setup },
  step,
  act,
  isStale,
  question,
  detail,
  primary,
  canGoOnAnyway = false,
  cancel = [{ name: 'setupCancel' }],
  children,
}: PageProps & {
  question: string;
  detail: string;
  primary: Primary;
  /** With the answer as it is, although its check failed or is not through. */
  canGoOnAnyway?: boolean;
  /** What ends the running check. */
  cancel?: readonly Command[];
  children: ReactNode;
}) {
  const { text } = usePage();
  const { firstRun } = text;
  const isFirst = setup.steps[0]?.name === step.name;
  const isChecking = step.state === 'checking';
  const isDisabled = act.isRunning || isStale;
  const send = (command: Command) => () => act.run([command]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isDisabled) primary.run?.();
  };
  return (
    <form className="question" onSubmit={submit} noValidate>
      <div className="question-body">
        <h1 tabIndex={-1}>{question}</h1>
        <p className="second question-detail">{detail}</p>
        {children}
      </div>
      <CommandNote outcome={act.outcome} />
      <footer>
        {!isFirst && (
          <button type="button" className="button" disabled={isDisabled} onClick={send({ name: 'setupBack' })}>
            {firstRun.back}
          </button>
        )}
        <button
          type="button"
          className="button ghost"
          title={firstRun.laterHint}
          disabled={isDisabled}
          onClick={send({ name: 'setupLater' })}
        >
          {firstRun.later}
        </button>
        {primary.hint !== undefined && <span className="caption question-hint">{primary.hint}</span>}
        <span className="question-acts">
          {step.canSkip && step.state !== 'ok' && !canGoOnAnyway && primary.isSkip !== true && (
            <button type="button" className="button ghost" disabled={isDisabled} onClick={send({ name: 'setupSkip' })}>
              {firstRun.skip}
            </button>
          )}
          {canGoOnAnyway && (
            <button
              type="button"
              className="button"
              disabled={isDisabled}
              onClick={send({ name: 'setupNext', anyway: true })}
            >
              {firstRun.anyway}
            </button>
          )}
          {isChecking && (
            <button type="button" className="button" disabled={isDisabled} onClick={() => act.run(cancel)}>
              {firstRun.cancel}
            </button>
          )}
          <button type="submit" className="button primary" disabled={isDisabled || primary.run === undefined}>
            {primary.label}
          </button>
        </span>
      </footer>
    </form>
  );
}

/** The filled button of a step whose answer was given: wait, go on, or try again. */
export function standingPrimary(
  { snapshot: { setup }, step, act }: PageProps,
  texts: { readonly checking: string; readonly proceed: string; readonly finish: string; readonly checkAgain: string },
): Primary {
  if (step.state === 'checking') return { label: texts.checking };
  if (step.state === 'ok') {
    const isLast = setup.steps.at(-1)?.name === step.name;
    return { label: isLast ? texts.finish : texts.proceed, run: () => act.run([{ name: 'setupNext' }]) };
  }
  return { label: texts.checkAgain, run: () => act.run([{ name: 'setupCheck' }]) };
}
