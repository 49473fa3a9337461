import { onTestFinished } from 'vitest';
import type { AccountEvent } from '../../../electron/contract/index.ts';
import { AccountManager } from '../../../electron/core/account/index.ts';
import {
  type Clock,
  encryptedFileCandidate,
  Redactor,
  type SecretStore,
  SystemClock,
  SystemRandom,
} from '../../../electron/core/platform/index.ts';
import { SandboxAccount } from '../../../electron/sandbox/account/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';

export const { signal } = new AbortController();

/** A chat app on a real port. */
export async function startServer(clock: Clock = new SystemClock()): Promise<SandboxAccount> {
  const server = new SandboxAccount({
    clock,
    random: new SystemRandom(),
    network: () => ({
      relayUrl: 'http://127.0.0.1:1/relay',
      rpcUrl: 'http://127.0.0.1:2',
      registryAddress: `0x${'Ab'.repeat(20)}`,
    }),
  });
  await server.start(signal);
  onTestFinished(() => server.stop());
  return server;
}

/** The encrypted store of a home. */
export function openStore(home: string, redactor = new Redactor()): SecretStore {
  const options = { home, keyFolder: `${home}/keys`, redactor, clock: new SystemClock(), platform: process.platform };
  return encryptedFileCandidate(options).open();
}

/** One process of a home, as far as accounts are concerned. */
export async function createManager(options: { readonly home?: string; readonly clock?: Clock } = {}) {
  const home = options.home ?? (await tempHome());
  const clock = options.clock ?? new SystemClock();
  const redactor = new Redactor();
  const events: AccountEvent[] = [];
  const secrets = openStore(home, redactor);
  const manager = new AccountManager({
    secrets,
    redactor,
    clock,
    random: new SystemRandom(),
    home,
    emit: event => events.push(event),
  });
  onTestFinished(() => manager.stop());
  return { manager, home, events, redactor, secrets, types: () => events.map(({ type }) => type) };
}

/** A manager that is signed in at a server of its own. */
export async function signedIn(options: { readonly clock?: Clock } = {}) {
  const server = await startServer(options.clock);
  const parts = await createManager(options);
  const bundle = server.createBundle() as Record<string, unknown> & { access_token: string; refresh_token: string };
  await parts.manager.loginWithBundle(JSON.stringify(bundle), 'pasted', signal);
  return { ...parts, server, bundle };
}
