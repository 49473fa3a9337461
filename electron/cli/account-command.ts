import type { AccountStatus, AccountSummary, StatusSnapshot } from '../contract/index.ts';
import { AccountManager, signedOutSentence } from '../core/account/index.ts';
import { GatehouseError, type OpenedSecretStore, Redactor, SystemRandom } from '../core/platform/index.ts';
import { execute, statusIfRunning } from './gateway/running.ts';
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

/** What a command on the accounts does where an instance runs, and where none does. */
export interface AccountWork<T> {
  readonly online: (snapshot: StatusSnapshot) => Promise<T>;
  readonly offline: (accounts: CommandAccounts) => Promise<T>;
}

/** A running instance works on its accounts itself, so that it shows at once what came of it. Throws what `work` throws. */
export async function onAccounts<T>(io: CliIo, options: PlaceOptions, work: AccountWork<T>): Promise<T> {
  const snapshot = await statusIfRunning(io, options);
  return snapshot === undefined ? withAccounts(io, options, work.offline) : work.online(snapshot);
}

/** `gatehouse whoami`: the active account. Throws `account_none` when nobody is signed in. */
export async function runWhoami(io: CliIo, options: AccountOutputOptions): Promise<void> {
  const { status, secrets } = await shown(io, options);
  if (options.json) printLine(io, JSON.stringify({ ...status, secrets }, null, 2));
  else if (status.active?.signedIn) {
    printLine(io, status.sentence);
    if (status.network !== null) printNetwork(io, status.network);
    printLine(io, `Secrets:  ${secrets}`);
  }
  if (status.active?.signedIn) return;
  const remedy = status.remedy?.text;
  throw new GatehouseError('account_none', status.sentence, remedy === undefined ? {} : { remedy });
}

/** `gatehouse account list`. */
export async function runAccountList(io: CliIo, options: AccountOutputOptions): Promise<void> {
  const { accounts, active } = (await shown(io, options)).status;
  if (options.json) {
    printLine(io, JSON.stringify({ active: active?.id ?? null, accounts }, null, 2));
    return;
  }
  if (accounts.length === 0) printLine(io, 'No account. Sign in with: gatehouse login');
  for (const account of accounts) {
    const mark = account.id === active?.id ? '*' : ' ';
    printLine(io, `${mark} ${account.id}  ${nameOf(account)}${account.signedIn ? '' : '  (signed out)'}`);
  }
}

/** `gatehouse account use ACCOUNT`: an id, the beginning of one, or an e-mail address. Throws `account_unknown`. */
export async function runAccountUse(io: CliIo, wanted: string, options: PlaceOptions): Promise<void> {
  const chosen = await onAccounts(io, options, {
    online: async ({ account }) => {
      const found = pick(account.accounts, wanted);
      await execute(io, options, { name: 'useAccount', account: found.id });
      return found;
    },
    offline: async ({ manager }) => manager.use(pick(await manager.list(io.signal), wanted).id, io.signal),
  });
  printLine(io, `${nameOf(chosen)} is used from now on.`);
  if (!chosen.signedIn) printLine(io, 'It is signed out. Sign in with: gatehouse login');
}

/** `gatehouse logout [ACCOUNT]`: the active account, the one named, or all. Throws `account_unknown`. */
export async function runLogout(io: CliIo, account: string | undefined, options: LogoutOptions): Promise<void> {
  const targetsOf = (accounts: readonly AccountSummary[]): readonly (string | undefined)[] => {
    if (account !== undefined) return [pick(accounts, account).id];
    return options.all || accounts.length === 0 ? accounts.map(({ id }) => id) : [undefined];
  };
  const sentences = await onAccounts(io, options, {
    online: async ({ account: { accounts } }) => {
      const said: string[] = [];
      for (const id of targetsOf(accounts)) {
        const target = id === undefined ? {} : { account: id };
        said.push((await execute(io, options, { name: 'logout', ...target })).sentence);
      }
      return said;
    },
    offline: async ({ manager }) => {
      const said: string[] = [];
      for (const id of targetsOf(await manager.list(io.signal))) {
        said.push(signedOutSentence(await manager.logout(id, io.signal)));
      }
      return said;
    },
  });
  for (const sentence of sentences) printLine(io, sentence);
  if (sentences.length === 0) printLine(io, 'Nobody is signed in.');
}

async function shown(io: CliIo, options: PlaceOptions): Promise<{ status: AccountStatus; secrets: string }> {
  return onAccounts(io, options, {
    online: async ({ account, app }) => ({ status: account, secrets: app.secrets }),
    offline: async ({ manager, secrets }) => {
      await manager.start(io.signal);
      return { status: manager.snapshot(), secrets: secrets.store.description };
    },
  });
}

/** A login decides where requests go and who vouches for the answers, so that a person sees which these are. */
export function printNetwork(io: CliIo, { relay, rpc, registryAddress }: NonNullable<AccountStatus['network']>): void {
  printLine(io, `Relay:    ${relay}`);
  printLine(io, `Registry: ${[registryAddress, rpc].filter(part => part !== null).join(' on ') || 'not given'}`);
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
