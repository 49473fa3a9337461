import type { SetupCheck, SetupStep, SetupStepName } from '../../contract/index.ts';
import { GatehouseError, sleep } from '../../core/platform/index.ts';
import { type CliIo, printLine } from '../io.ts';
import { lasting, painter } from '../text.ts';
import type { SetupDriver } from './driver.ts';

const POLL_MS = 250;
/** How often a check that lasts says that it does. */
const REMINDER_MS = 15_000;

/** Shows the checks of a step as they are made, and gives how it came out. Enter ends them at a terminal. */
export async function watchCheck(io: CliIo, driver: SetupDriver, name: SetupStepName): Promise<SetupStep> {
  const shown = new Map<string, string>();
  let saidAt = io.clock.now();
  const enter = listenForEnter(io);
  try {
    for (;;) {
      const step = stepOf((await driver.status()).setup.steps, name);
      for (const check of step.checks) {
        const text = textOf(io, check);
        const key = `${check.name} ${check.about}`;
        if (check.state === 'waiting' || shown.get(key) === text) continue;
        shown.set(key, text);
        saidAt = io.clock.now();
        printLine(io, text);
      }
      if (step.state !== 'checking') return step;
      if (io.clock.now() - saidAt >= REMINDER_MS && step.checking !== null) {
        saidAt = io.clock.now();
        const left = lasting(step.checking.endsAt - saidAt);
        const hint = enter.isPossible ? ' Enter ends the waiting.' : '';
        printLine(io, `  …   Still waiting, for ${left} at most.${hint}`);
      }
      if (enter.wasPressed()) await driver.run({ name: 'setupCancel' });
      await sleep(io.clock, POLL_MS, io.signal);
    }
  } finally {
    enter.stop();
  }
}

/** The step of that name. */
export function stepOf(steps: readonly SetupStep[], name: SetupStepName): SetupStep {
  const step = steps.find(known => known.name === name);
  if (step !== undefined) return step;
  throw new GatehouseError('setup_step_missing', `The running instance has no step ${name} in its set-up.`, {
    remedy: 'The command line and the running instance may be of different versions: restart the instance.',
  });
}

function textOf(io: CliIo, { state, about, sentence, remedy }: SetupCheck): string {
  const paint = painter(io.stdout, io.env);
  const mark = {
    waiting: '…  ',
    checking: paint('working', '…  '),
    ok: paint('well', 'ok '),
    failed: paint('broken', 'no '),
  }[state];
  const lines = [`  ${mark} ${about}: ${sentence}`];
  if (remedy !== null) lines.push(`      ${remedy.text}`);
  if (remedy?.shellCommand !== undefined && state !== 'ok') lines.push(`      $ ${remedy.shellCommand}`);
  return lines.join('\n');
}

interface EnterKey {
  readonly isPossible: boolean;
  wasPressed(): boolean;
  stop(): void;
}

function listenForEnter({ stdin }: CliIo): EnterKey {
  if (!stdin.isTTY) return { isPossible: false, wasPressed: () => false, stop: () => undefined };
  let pressed = false;
  const onData = (): void => {
    pressed = true;
  };
  stdin.on('data', onData);
  stdin.resume();
  return {
    isPossible: true,
    wasPressed: () => {
      const was = pressed;
      pressed = false;
      return was;
    },
    stop: () => {
      stdin.off('data', onData);
      stdin.pause();
    },
  };
}
