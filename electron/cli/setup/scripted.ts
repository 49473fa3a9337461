import type { SetupStepName } from '../../contract/index.ts';
import { GatehouseError } from '../../core/platform/index.ts';
import { type CliIo, printLine } from '../io.ts';
import type { SetupAnswers } from './answers.ts';
import type { SetupDriver } from './driver.ts';
import { defaultGatewayName, storeGatewaySecrets } from './secrets.ts';
import { watchCheck } from './watch-check.ts';

/** Options of {@link setUpByAnswers}. */
export interface ScriptedOptions {
  /** Goes on after a check that failed. */
  readonly anyway: boolean;
}

/** Sets up from answers that were given beforehand. Throws `setup_incomplete` at the first step that is not well. */
export async function setUpByAnswers(
  io: CliIo,
  driver: SetupDriver,
  answers: SetupAnswers,
  options: ScriptedOptions,
): Promise<void> {
  await goBackToFirst(driver);
  await answerNetwork(io, driver, answers.network);
  await settle(io, driver, 'network', options);
  if (answers.gateway === undefined) {
    await driver.run({ name: 'setupSkip' });
  } else {
    await answerGateway(driver, answers.gateway);
    await settle(io, driver, 'gateway', options);
  }
  if (answers.subscriptions === undefined && answers.agents === undefined) {
    await driver.run({ name: 'setupSkip' });
  } else {
    await answerSubscriptions(io, driver, answers);
    await driver.run({ name: 'setupCheck', step: 'subscriptions' });
    await settle(io, driver, 'subscriptions', options);
  }
  // What only a person decides is left as it is.
  if ((await driver.status()).setup.phase === 'under-way') await driver.run({ name: 'setupFinish' });
}

async function goBackToFirst(driver: SetupDriver): Promise<void> {
  const { setup } = await driver.status();
  let left = setup.steps.length;
  while (left > 0 && (await driver.run({ name: 'setupBack' })).changed) left -= 1;
}

async function settle(io: CliIo, driver: SetupDriver, name: SetupStepName, { anyway }: ScriptedOptions): Promise<void> {
  const step = await watchCheck(io, driver, name);
  if (step.state !== 'ok' && !anyway) {
    throw new GatehouseError('setup_incomplete', step.sentence, {
      remedy: `${step.remedy?.text ?? 'Correct it.'} Then run gatehouse setup again; what was chosen is kept.`,
    });
  }
  printLine(io, step.sentence);
  await driver.run({ name: 'setupNext', ...(anyway ? { anyway } : {}) });
}

async function answerNetwork(io: CliIo, driver: SetupDriver, network: SetupAnswers['network']): Promise<void> {
  switch (network.kind) {
    case 'sandbox':
      await driver.run({ name: 'setupChooseNetwork', network });
      return;
    case 'own': {
      const { token, chainId, ...own } = network;
      if (token !== undefined) await driver.run({ name: 'setSecret', secret: 'relay.token', value: token });
      const choice = { ...own, ...(chainId === undefined ? {} : { chainId }) };
      await driver.run({ name: 'setupChooseNetwork', network: choice });
      return;
    }
    case 'account': {
      const { login, import: isImport } = network;
      if (isImport === true) printLine(io, (await driver.run({ name: 'importVeilSession' })).sentence);
      if (login !== undefined) {
        const bundle = JSON.stringify(login);
        printLine(io, (await driver.run({ name: 'loginWithBundle', bundle })).sentence);
      }
      const { account } = await driver.status();
      if (account.active?.signedIn !== true) {
        throw new GatehouseError('setup_signed_out', 'Nobody is signed in, and the answers hold no login.', {
          remedy: 'Sign in first with: gatehouse login. Or put the login into the answers as network.login.',
        });
      }
      await driver.run({ name: 'setupChooseNetwork', network: { kind: 'account' } });
    }
  }
}

async function answerGateway(driver: SetupDriver, gateway: NonNullable<SetupAnswers['gateway']>): Promise<void> {
  if (gateway.kind !== 'url') {
    await driver.run({ name: 'setupChooseGateway', gateway });
    return;
  }
  const { url, tlsFingerprint, token, password, setup } = gateway;
  const name = gateway.name ?? defaultGatewayName(url);
  await storeGatewaySecrets(driver, name, { token, password, setup });
  const pin = tlsFingerprint === undefined ? {} : { tlsFingerprint };
  await driver.run({ name: 'setupChooseGateway', gateway: { kind: 'url', url, name, ...pin } });
}

async function answerSubscriptions(
  io: CliIo,
  driver: SetupDriver,
  { subscriptions = [], agents = [] }: SetupAnswers,
): Promise<void> {
  for (const subscription of subscriptions) {
    printLine(io, (await driver.run({ name: 'addSubscription', subscription })).sentence);
  }
  for (const { secret, subscription, ...agent } of agents) {
    const given = secret === undefined ? {} : { secret };
    printLine(io, (await driver.run({ name: 'addAgent', agent, ...given })).sentence);
    if (subscription === undefined) continue;
    printLine(io, (await driver.run({ name: 'assignSubscription', agent: agent.name, subscription })).sentence);
  }
}
