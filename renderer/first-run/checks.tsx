import type { SetupCheck, SetupStatus, SetupStep } from '../../electron/contract/index.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { ProgressLine } from '../parts/progress-line.tsx';
import { Shape } from '../parts/shape.tsx';
import type { ShapeName, Tone } from '../parts/shape-names.ts';
import { usePage } from '../state/page-context.ts';
import { useElapsed } from '../state/use-now.ts';
import { RemedyText, ToldText } from '../state/use-sentences.tsx';

const DRAWN: Readonly<Record<SetupCheck['state'], readonly [ShapeName, Tone]>> = {
  waiting: ['ring', 'neutral'],
  checking: ['arc', 'working'],
  ok: ['disc', 'well'],
  failed: ['square', 'broken'],
};

/** Checks of which several of one kind may stand in the list: they are called what they are about. */
const NAMED_BY_ABOUT: ReadonlySet<SetupCheck['name']> = new Set(['token', 'agent']);

/** The live check of a step: a row for each, what goes on, and where one failed what can be done. */
export function Checks({ step, switching }: { step: SetupStep; switching: SetupStatus['switching'] }) {
  const { text } = usePage();
  if (step.checks.length === 0) return null;
  return (
    <section className="checks" aria-label={text.firstRun.live}>
      <ol>
        {step.checks.map(check => (
          <Row key={`${check.name} ${check.about}`} check={check} />
        ))}
      </ol>
      {step.checking !== null && <Progress step={step} switching={switching} />}
    </section>
  );
}

function Row({ check }: { check: SetupCheck }) {
  const { text } = usePage();
  const { firstRun } = text;
  const { name, about, state, sentence, told, remedy } = check;
  const [shape, tone] = DRAWN[state];
  const waitsForApproval = state === 'checking' && remedy !== null;
  return (
    <li className={`check check-${state}`}>
      <Shape name={waitsForApproval ? 'triangle' : shape} tone={waitsForApproval ? 'needs-you' : tone} />
      <span className="check-name cut" title={about}>
        {NAMED_BY_ABOUT.has(name) ? about : firstRun.checks[name]}
        <span className="hidden">: {firstRun.checkState[state]}. </span>
      </span>
      <div className="check-said">
        {state === 'failed' ? (
          <div className="band broken" role="alert">
            <p>
              <ToldText told={told} value={sentence} />
            </p>
            {remedy !== null && <RemedyLine check={check} remedy={remedy} />}
          </div>
        ) : (
          <>
            <p className={state === 'waiting' ? 'quiet' : undefined}>
              <ToldText told={told} value={sentence} />
            </p>
            {/* How to sign in stands beneath the checks, with its own buttons. */}
            {remedy !== null && name !== 'account' && <RemedyLine check={check} remedy={remedy} />}
          </>
        )}
      </div>
    </li>
  );
}

function RemedyLine({ check, remedy }: { check: SetupCheck; remedy: NonNullable<SetupCheck['remedy']> }) {
  const { text } = usePage();
  // The filled button of the page does this one.
  const shellCommand = check.name === 'account' ? undefined : remedy.shellCommand;
  return (
    <>
      <p className="second">
        <RemedyText remedy={remedy} />
      </p>
      {shellCommand !== undefined && (
        <div className="command-line">
          <code>{shellCommand}</code>
          <CopyButton value={shellCommand} label={text.firstRun.copyCommand} />
        </div>
      )}
    </>
  );
}

/** From the first second on. */
const WORDS_AFTER_MS = 1_000;

function Progress({ step, switching }: { step: SetupStep; switching: SetupStatus['switching'] }) {
  const { text, formats } = usePage();
  const { firstRun } = text;
  const hasWaited = useElapsed(WORDS_AFTER_MS);
  const current = step.checks.find(({ state }) => state === 'checking');
  if (!hasWaited || step.checking === null) return null;
  if (switching !== null) return <ProgressLine words={firstRun.switching} />;
  const name =
    current === undefined
      ? firstRun.steps[step.name]
      : NAMED_BY_ABOUT.has(current.name)
        ? current.about
        : firstRun.checks[current.name];
  const until = formats.comingTime(step.checking.endsAt, Date.now());
  const isAsked = current?.remedy != null;
  return <ProgressLine words={isAsked ? firstRun.waits(until) : firstRun.progress(name, until)} />;
}
