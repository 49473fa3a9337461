import type { StatusSnapshot } from '../../contract/index.ts';
import { type CliIo, printLine } from '../io.ts';
import { readHidden } from '../terminal.ts';
import type { SetupDriver } from './driver.ts';
import { type Asked, askText, choose } from './prompt.ts';

/** The third step: subscriptions and agents, as many as the person has. */
export async function askSubscriptions(io: CliIo, driver: SetupDriver): Promise<Asked> {
  const { subscriptions } = await driver.status();
  const { subscriptionsTotal, agentsTotal, isTryOut } = subscriptions;
  const isSome = subscriptionsTotal + agentsTotal > 0;
  if (isSome) {
    const whose = isTryOut ? ' of the sandbox' : '';
    printLine(io, `There are ${subscriptionsTotal} subscriptions and ${agentsTotal} agents${whose}.`);
  }
  const wanted = await choose(io, 'Which subscriptions do your agents work on?', [
    ...(isSome ? [{ label: 'Check what is there and go on', value: 'check' as const }] : []),
    { label: 'Add a subscription', value: 'subscription' as const },
    { label: 'Add an agent', value: 'agent' as const },
    { label: 'None for now', value: 'skip' as const },
    { label: 'Back', value: 'back' as const },
  ]);
  switch (wanted) {
    case 'check':
      await driver.run({ name: 'setupCheck', step: 'subscriptions' });
      return 'check';
    case 'subscription':
      await addSubscription(io, driver);
      return 'again';
    case 'agent':
      await addAgent(io, driver);
      return 'again';
    case 'skip':
    case 'back':
      return wanted;
  }
}

async function addSubscription(io: CliIo, driver: SetupDriver): Promise<void> {
  const name = await askText(io, 'What do you call it: ');
  const token = await readHidden(io, 'Its token, from claude setup-token (not shown): ');
  printLine(io, 'Asking the provider.');
  const { sentence } = await driver.run({ name: 'addSubscription', subscription: { name, token } });
  printLine(io, sentence);
}

async function addAgent(io: CliIo, driver: SetupDriver): Promise<void> {
  const before = await driver.status();
  const [server] = before.setup.found.agentServers;
  const hint = server === undefined ? 'empty: a local one, started by gatehouse exec' : `empty: ${server.url}`;
  const name = await askText(io, 'Name of the agent: ');
  const url = (await askText(io, `Address of its server (${hint}): `)) || server?.url;
  const agent = url === undefined ? { name, kind: 'local' as const } : { name, kind: 'agent-server' as const, url };
  const secret = url === undefined ? '' : await readHidden(io, 'Its secret (not shown; empty: none): ');
  const added = await driver.run({ name: 'addAgent', agent, ...(secret === '' ? {} : { secret }) });
  printLine(io, added.sentence);
  await assign(io, driver, name, await driver.status());
}

async function assign(io: CliIo, driver: SetupDriver, agent: string, { subscriptions }: StatusSnapshot): Promise<void> {
  if (subscriptions.isTryOut || subscriptions.subscriptions.length === 0) return;
  const subscription = await choose(io, `Which subscription does ${agent} work on?`, [
    ...subscriptions.subscriptions.map(({ name }) => ({ label: name, value: name })),
    { label: 'None for now', value: null },
  ]);
  if (subscription === null) return;
  printLine(io, (await driver.run({ name: 'assignSubscription', agent, subscription })).sentence);
}
