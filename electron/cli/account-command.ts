import { AccountManager, type AccountSummary } from '../core/account/index.ts';
import { GatehouseError, type OpenedSecretStore, Redactor, SystemRandom } from '../core/platform/index.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { homeOf, secretsOf } from './place.ts';

/** Options of `gatehouse whoami` and `gatehouse account list`. */
export interface AccountOutputOptions extends PlaceOptions {
  readonly json?: true;
}

/** Options of `gatehouse logout`. */
export interface LogoutOptions extends PlaceOptions {
  /** Every account, not the active one alone. */
  readonly all?: true;
}

/** The accounts of a home, for one command. A running instance notices what the command changes. */
export interface CommandAccounts {
  readonly home: string;
  readonly manager: AccountManager;
  readonly secrets: OpenedSecretStore;
}

/** Runs `work` on the accounts of the home folder. Throws what the secret store and `work` throw. */
export async function withAccounts<T>(
  io: CliIo,
  options: PlaceOptions,
  work: (accounts: CommandAccounts) => Promise<T>,
): Promise<T> {
  const home = homeOf(io, options);
  const redactor = new Redactor();
  const { clock } = io;
  const secrets = await secretsOf(io, options, { redactor });
  const random = new SystemRandom();
  const emit = (): void => undefined;
  const manager = new AccountManager({ secrets: secrets.store, redactor, clock, random, home, emit });
  try {
    return await work({ home, manager, secrets });
  } finally {
    await manager.stop();
  }
}

/** `gatehouse whoami`: the active account. Throws `account_none` when nobody is signed in. */
export async function runWhoami(io: CliIo, options: AccountOutputOptions): Promise<void> {
  await withAccounts(io, options, async ({ manager, secrets }) => {
    await manager.start(io.signal);
    const status = manager.snapshot();
    if (options.json) printLine(io, JSON.stringify({ ...status, secrets: secrets.store.description }, null, 2));
    else {
      printLine(io, status.sentence);
      if (status.network !== null) {
        const { relay, rpc, registryAddress } = status.network;
        printLine(io, `Relay:    ${relay}`);
        printLine(io, `Registry: ${[registryAddress, rpc].filter(part => part !== null).join(' on ') || 'not given'}`);
      }
      printLine(io, `Secrets:  ${secrets.store.description}`);
    }
    if (status.active?.signedIn) return;
    const remedy = status.remedy?.text;
    throw new GatehouseError('account_none', 'Nobody is signed in.', remedy === undefined ? {} : { remedy });
  });
}

/** `gatehouse account list`. */
export async function runAccountList(io: CliIo, options: AccountOutputOptions): Promise<void> {
  await withAccounts(io, options, async ({ manager }) => {
    await manager.start(io.signal);
    const { accounts, active } = manager.snapshot();
    if (options.json) {
      printLine(io, JSON.stringify({ active: active?.id ?? null, accounts }, null, 2));
      return;
    }
    if (accounts.length === 0) printLine(io, 'No account. Sign in with: gatehouse login');
    for (const account of accounts) {
      const mark = account.id === active?.id ? '*' : ' ';
      printLine(io, `${mark} ${account.id}  ${nameOf(account)}${account.signedIn ? '' : '  (signed out)'}`);
    }
  });
}

/** `gatehouse account use ACCOUNT`: an id, the beginning of one, or an e-mail address. Throws `account_unknown`. */
export async function runAccountUse(io: CliIo, account: string, options: PlaceOptions): Promise<void> {
  await withAccounts(io, options, async ({ manager }) => {
    const { id } = pick(await manager.list(io.signal), account);
    const chosen = await manager.use(id, io.signal);
    printLine(io, `${nameOf(chosen)} is used from now on.`);
    if (!chosen.signedIn) printLine(io, 'It is signed out. Sign in with: gatehouse login');
  });
}

/** `gatehouse logout [ACCOUNT]`: the active account, the one named, or all. Throws `account_unknown`. */
export async function runLogout(io: CliIo, account: string | undefined, options: LogoutOptions): Promise<void> {
  await withAccounts(io, options, async ({ manager }) => {
    const accounts = await manager.list(io.signal);
    const targets = options.all
      ? accounts.map(({ id }) => id)
      : [account === undefined ? undefined : pick(accounts, account).id];
    if (targets.length === 0) printLine(io, 'Nobody is signed in.');
    for (const target of targets) {
      const result = await manager.logout(target, io.signal);
      const server = result.revoked
        ? 'The server ended the session.'
        : 'The server was not told; the session ends there by itself.';
      printLine(io, `Signed out ${result.account}. ${server}`);
    }
  });
}

/** What an account is called in a line of output. */
export function nameOf({ email, id, isAnonymous }: AccountSummary): string {
  return email ?? (isAnonymous ? `anonymous account ${id}` : `account ${id}`);
}

function pick(accounts: readonly AccountSummary[], wanted: string): AccountSummary {
  const byName = accounts.filter(({ id, email }) => id === wanted || email?.toLowerCase() === wanted.toLowerCase());
  const found = byName.length > 0 ? byName : accounts.filter(({ id }) => wanted !== '' && id.startsWith(wanted));
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  throw new GatehouseError(
    'account_unknown',
    only === undefined ? `There is no account ${wanted}.` : `${wanted} is more than one account.`,
    { remedy: 'Name it by its id; see: gatehouse account list.' },
  );
}
