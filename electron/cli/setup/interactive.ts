import type { SetupStep, SetupStepName, StatusSnapshot } from '../../contract/index.ts';
import { errorMessage, GatehouseError } from '../../core/platform/index.ts';
import { type CliIo, printLine } from '../io.ts';
import type { SetupDriver } from './driver.ts';
import { askGateway } from './gateway-step.ts';
import { askNetwork, type NetworkStepOptions } from './network-step.ts';
import { type Asked, choose, setupLeft } from './prompt.ts';
import { askSubscriptions } from './subscriptions-step.ts';
import { stepOf, watchCheck } from './watch-check.ts';

const TITLES: Readonly<Record<SetupStepName, string>> = {
  network: 'Network',
  gateway: 'Gateway',
  subscriptions: 'Subscriptions and agents',
  'login-item': 'Start at login',
};

/** Asks step after step until all are done. Throws `setup_left`. */
export async function setUpByAsking(io: CliIo, driver: SetupDriver, options: NetworkStepOptions): Promise<void> {
  let isFirst = true;
  for (;;) {
    const { setup } = await driver.status();
    if (setup.phase !== 'under-way') return;
    const step = stepOf(setup.steps, setup.step);
    const number = setup.steps.indexOf(step) + 1;
    printLine(io);
    printLine(io, `Step ${number} of ${setup.steps.length}: ${TITLES[step.name]}`);
    // Where it was left, what was chosen need not be asked again.
    const isResumed = isFirst && step.state === 'open' && hasChoice(step.name, setup);
    isFirst = false;
    await (isResumed ? resume(io, driver, step, options) : ask(io, driver, step, options));
  }
}

function hasChoice(name: SetupStepName, { choices }: StatusSnapshot['setup']): boolean {
  if (name === 'network') return choices.network !== null && choices.network !== 'account';
  return name === 'gateway' && choices.gatewayName !== null;
}

async function resume(io: CliIo, driver: SetupDriver, step: SetupStep, options: NetworkStepOptions): Promise<void> {
  printLine(io, step.sentence);
  await driver.run({ name: 'setupCheck', step: step.name });
  await conclude(io, driver, await watchCheck(io, driver, step.name), options);
}

/** A refusal is told, and the question asked again. */
async function ask(io: CliIo, driver: SetupDriver, step: SetupStep, options: NetworkStepOptions): Promise<void> {
  try {
    const asked = await askStep(io, driver, step.name, options);
    if (asked === 'skip') await driver.run({ name: 'setupSkip' });
    else if (asked === 'back') await driver.run({ name: 'setupBack' });
    else if (asked === 'check') await conclude(io, driver, await watchCheck(io, driver, step.name), options);
  } catch (error) {
    if (!(error instanceof GatehouseError) || FINAL.has(error.code)) throw error;
    printLine(io, errorMessage(error));
    if (error.remedy !== undefined) printLine(io, error.remedy);
  }
}

/** Asking again would help nobody. */
const FINAL = new Set([
  'setup_left',
  'cancelled',
  'interrupted',
  'not_running',
  'setup_unwritable',
  'settings_unwritable',
]);

async function askStep(
  io: CliIo,
  driver: SetupDriver,
  step: SetupStepName,
  options: NetworkStepOptions,
): Promise<Asked> {
  switch (step) {
    case 'network':
      return askNetwork(io, driver, options);
    case 'gateway':
      return askGateway(io, driver);
    case 'subscriptions':
      return askSubscriptions(io, driver);
    case 'login-item': {
      const isOn = await choose(io, 'Should Gatehouse start when you log in?', [
        { label: 'Yes', value: true },
        { label: 'No', value: false },
      ]);
      printLine(io, (await driver.run({ name: 'setupLoginItem', isOn })).sentence);
      await driver.run({ name: 'setupNext' });
      return 'again';
    }
  }
}

/** Goes on after a step that is well; otherwise the person decides. */
async function conclude(io: CliIo, driver: SetupDriver, step: SetupStep, options: NetworkStepOptions): Promise<void> {
  if (step.state === 'ok') {
    printLine(io, step.sentence);
    await driver.run({ name: 'setupNext' });
    return;
  }
  printLine(io);
  printLine(io, step.sentence);
  const decided = await choose(io, 'What now?', [
    { label: 'Check again', value: 'check' as const },
    { label: 'Choose something else', value: 'again' as const },
    { label: 'Go on all the same', value: 'anyway' as const },
    { label: 'Leave the set-up for later', value: 'later' as const },
  ]);
  if (decided === 'again') return ask(io, driver, step, options);
  if (decided === 'later') throw setupLeft();
  if (decided === 'anyway') {
    await driver.run({ name: 'setupNext', anyway: true });
    return;
  }
  await driver.run({ name: 'setupCheck', step: step.name });
  await conclude(io, driver, await watchCheck(io, driver, step.name), options);
}
