import type { SetupStatus, SetupStep } from '../../electron/contract/index.ts';
import { Glyph } from '../parts/glyph.tsx';
import { Shape } from '../parts/shape.tsx';
import { usePage } from '../state/page-context.ts';

/** Where the person is, and what is done. */
export function Steps({ setup }: { setup: SetupStatus | undefined }) {
  const { text } = usePage();
  const { firstRun } = text;
  return (
    <aside className="setup-side" data-pane="" aria-label={firstRun.title}>
      <Glyph health="well" size={28} />
      <p className="setup-name">Gatehouse</p>
      <p className="second">{firstRun.motto}</p>
      {setup !== undefined && (
        <>
          <ol aria-label={firstRun.stepList}>
            {setup.steps.map((step, index) => (
              <li key={step.name} aria-current={step.name === setup.step ? 'step' : undefined}>
                <Mark step={step} number={index + 1} isCurrent={step.name === setup.step} />
                <span>{firstRun.steps[step.name]}</span>
                {step.state !== 'open' && <span className="hidden">: {firstRun.stepState[step.state]}</span>}
              </li>
            ))}
          </ol>
          <p className="caption">{firstRun.canSkip}</p>
        </>
      )}
    </aside>
  );
}

function Mark({ step: { state }, number, isCurrent }: { step: SetupStep; number: number; isCurrent: boolean }) {
  const isDone = state === 'ok' && !isCurrent;
  const isOut = state === 'skipped' && !isCurrent;
  return (
    <span className={isDone || isOut ? 'step-mark done' : 'step-mark'} aria-hidden="true">
      {isDone ? <Shape name="disc" tone="well" /> : isOut ? <Shape name="slash" tone="neutral" /> : number}
    </span>
  );
}
