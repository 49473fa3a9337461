import type { StatusSnapshot } from '../../contract/index.ts';
import { type CliIo, printLine } from '../io.ts';
import { readHidden, readHiddenJson } from '../terminal.ts';
import type { SetupDriver } from './driver.ts';
import { type Asked, askText, choose } from './prompt.ts';

/** How a person signs in. */
export interface NetworkStepOptions {
  /** False: the page is shown as an address only. */
  readonly browser?: boolean;
  readonly appUrl?: string;
}

/** The first step: asks for a network, and has it opened and checked. */
export async function askNetwork(io: CliIo, driver: SetupDriver, options: NetworkStepOptions): Promise<Asked> {
  const kind = await choose(io, 'How should requests reach a TEE?', [
    {
      label: 'With an account',
      note: 'Sign in with your browser. The relay pays for the requests and sees only ciphertext.',
      value: 'account' as const,
    },
    {
      label: 'On my own network',
      note: 'Enter a chain address, a registry contract and a relay. For teams that run their own.',
      value: 'own' as const,
    },
    {
      label: 'In the sandbox',
      note: 'A whole network inside this application. Nothing leaves this computer.',
      value: 'sandbox' as const,
    },
  ]);
  if (kind === 'own') await askOwn(io, driver);
  else if (kind === 'sandbox') await driver.run({ name: 'setupChooseNetwork', network: { kind } });
  else await askAccount(io, driver, options);
  return 'check';
}

async function askOwn(io: CliIo, driver: SetupDriver): Promise<void> {
  const rpcUrl = await askText(io, 'RPC address of the chain (https:// or wss://): ');
  const registryAddress = await askText(io, 'Address of the registry contract (0x…): ');
  const relayUrl = await askText(io, 'Address of the relay: ');
  const chainId = await askText(io, 'Chain id (empty: not checked): ');
  const token = await readHidden(io, 'Token for the relay (not shown; empty: none or stored already): ');
  const network = {
    kind: 'own' as const,
    rpcUrls: rpcUrl.split(/[\s,]+/).filter(url => url !== ''),
    registryAddress,
    relayUrl,
    ...(chainId === '' ? {} : { chainId: Number(chainId) }),
  };
  if (token !== '') await driver.run({ name: 'setSecret', secret: 'relay.token', value: token });
  await driver.run({ name: 'setupChooseNetwork', network });
}

async function askAccount(io: CliIo, driver: SetupDriver, options: NetworkStepOptions): Promise<void> {
  const snapshot = await driver.status();
  const way = await askWay(io, snapshot);
  if (way === 'import') printLine(io, (await driver.run({ name: 'importVeilSession' })).sentence);
  if (way === 'paste') {
    const bundle = await readHiddenJson(io, 'Paste the login that the page offers (not shown): ');
    printLine(io, (await driver.run({ name: 'loginWithBundle', bundle })).sentence);
  }
  await driver.run({ name: 'setupChooseNetwork', network: { kind: 'account' } });
  if (way !== 'browser') return;
  const { appUrl, browser } = options;
  const { url, sentence } = await driver.run({
    name: 'login',
    show: browser !== false,
    ...(appUrl === undefined ? {} : { appUrl }),
  });
  printLine(io, sentence);
  if (url !== undefined) printLine(io, `\n  ${url}\n`);
}

async function askWay(io: CliIo, { account, setup }: StatusSnapshot): Promise<'browser' | 'paste' | 'import' | 'stay'> {
  const { active } = account;
  const { veilSession } = setup.found;
  const isSignedIn = active?.signedIn === true;
  return choose(io, isSignedIn ? 'Which account?' : 'How do you want to sign in?', [
    ...(isSignedIn ? [{ label: `Go on as ${active.email ?? active.id}`, value: 'stay' as const }] : []),
    { label: 'Sign in with the browser', value: 'browser' as const },
    ...(veilSession === null
      ? []
      : [{ label: `Take over the session of og-veil (${veilSession.path})`, value: 'import' as const }]),
    { label: 'Paste the login of a browser elsewhere', value: 'paste' as const },
  ]);
}
