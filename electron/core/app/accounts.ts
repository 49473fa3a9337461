import {
  type Command,
  type CommandResult,
  type EmitEvent,
  type PendingLogin,
  type Told,
  type UsedAccount,
} from '../../contract/index.ts';
import {
  AccountManager,
  checkedAppUrl,
  type LoginAttempt,
  readVeilSession,
  signedOutSentence,
  type VeilPlaces,
} from '../account/index.ts';
import {
  type Clock,
  errorMessage,
  GatehouseError,
  type Random,
  type Redactor,
  type SecretStore,
  toldError,
} from '../platform/index.ts';
import { AccountAuth, type AccountAuthNetwork } from './account-auth.ts';
import { isElsewhere, type NetworkInUse, noticeOf } from './account-network.ts';

/** The commands about the account. */
export type AccountCommand = Extract<
  Command,
  {
    readonly name: 'login' | 'cancelLogin' | 'loginWithBundle' | 'logout' | 'useAccount' | 'importVeilSession';
  }
>;

/** The network as the account sees it. */
export interface AccountsNetwork extends AccountAuthNetwork {
  readonly rpcUrls: readonly string[];
  readonly registryAddress: string;
  readonly sandbox: { readonly chatAppUrl?: string } | null;
}

/** Options of {@link Accounts}. */
export interface AccountsOptions {
  readonly network: AccountsNetwork;
  /** Whether the settings ask for the sandbox, so that a start without an account's network is meant. */
  readonly wantsSandbox: boolean;
  /** Whether the network of an account is gone over to by itself. Default: no, the next start does. */
  readonly followsAccount?: () => boolean;
  readonly secrets: SecretStore;
  readonly scrubber: Redactor;
  readonly clock: Clock;
  readonly random: Random;
  readonly home: string;
  /** Where a session of og-veil may be. */
  readonly veil: VeilPlaces;
  /** Whether what has this address is out of reach at this moment because this computer is offline. */
  readonly isOutOfReach?: (url: string) => boolean;
  /** Whether that is confirmed. */
  readonly isOffline?: () => boolean;
  /** Shows a page in the person's browser. Undefined: this host cannot. */
  readonly showPage?: ((url: string, signal: AbortSignal) => Promise<void>) | undefined;
}

const LOGIN_TIMEOUT_MS = 300_000;
const CANCELLED = 'The login was cancelled.';

interface LoginFailure {
  readonly sentence: string;
  readonly told: Told | undefined;
}

interface Waiting extends PendingLogin {
  readonly attempt: LoginAttempt<unknown>;
  readonly appUrl: string;
}

/** The chat account in the application: the logins that wait for their page, the commands, and what is shown of it all. */
export class Accounts {
  /** The token for the relay. */
  readonly auth: AccountAuth;
  readonly #options: AccountsOptions;
  readonly #emit: EmitEvent;
  readonly #manager: AccountManager;
  #waiting: Waiting | undefined;
  /** Logins are begun one after the other: two that ask at once get the same page. */
  #beginning: Promise<unknown> = Promise.resolve();
  #failure: LoginFailure | null = null;
  #lifetime = new AbortController();

  constructor(options: AccountsOptions, emit: EmitEvent) {
    const { secrets, scrubber: redactor, clock, random, home, network, isOutOfReach, isOffline } = options;
    this.#options = options;
    this.#emit = emit;
    this.#manager = new AccountManager({ secrets, redactor, clock, random, home, emit, isOutOfReach, isOffline });
    this.auth = new AccountAuth(this.#manager, network);
  }

  /** Reads who is signed in. The logins of sandboxes that have ended are forgotten. Throws what the store throws. */
  async start(signal: AbortSignal): Promise<void> {
    if (this.#lifetime.signal.aborted) this.#lifetime = new AbortController();
    await this.#manager.forgetSandboxes(signal);
    await this.#manager.start(signal);
    await this.auth.look(signal);
  }

  async stop(): Promise<void> {
    this.#waiting?.attempt.cancel();
    this.#lifetime.abort();
    await this.#manager.stop();
  }

  wake(): void {
    this.#manager.wake();
  }

  /** Runs one of the commands. Throws what the account throws. */
  async execute(command: AccountCommand, signal: AbortSignal): Promise<CommandResult> {
    switch (command.name) {
      case 'login':
        return this.#login(command, signal);
      case 'cancelLogin':
        return this.#cancelByHand();
      case 'loginWithBundle':
        return this.#take(command.bundle, command.via ?? 'pasted', signal);
      case 'importVeilSession':
        return this.#import(signal);
      case 'logout':
        return this.#logout(command.account, signal);
      case 'useAccount': {
        const { email, id, signedIn } = await this.#manager.use(command.account, signal);
        const hint = signedIn ? '' : ' It is signed out: sign in.';
        return {
          changed: true,
          told: { code: signedIn ? 'account_used' : 'account_used_signed_out', name: email ?? id },
          sentence: `${email ?? `Account ${id}`} is used from now on.${hint}`,
        };
      }
    }
  }

  async #logout(account: string | undefined, signal: AbortSignal): Promise<CommandResult> {
    const result = await this.#manager.logout(account, signal);
    return {
      changed: true,
      told: { code: result.revoked ? 'signed_out' : 'signed_out_here', name: result.account },
      sentence: signedOutSentence(result),
    };
  }

  /** As a person is shown it. */
  status(): UsedAccount {
    const account = this.#manager.snapshot();
    return {
      ...account,
      requestsUse: this.auth.use(account),
      login: this.#waiting === undefined ? null : pick(this.#waiting),
      loginFailure: this.#failure?.sentence ?? null,
      ...(this.#failure?.told === undefined ? {} : { loginFailureTold: this.#failure.told }),
      notice: noticeOf(account, this.#inUse()),
    };
  }

  async #login(
    { appUrl, sandbox = false, show = false }: Extract<AccountCommand, { readonly name: 'login' }>,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    const address = sandbox ? this.#sandboxApp() : appUrl === undefined ? undefined : checkedAppUrl(appUrl);
    const begin = (): Promise<Waiting> => this.#pageOf(address);
    const begun = this.#beginning.then(begin, begin);
    this.#beginning = begun.catch(() => undefined);
    const { url } = await begun;
    const isShown = show && (await this.#show(url, signal));
    const sentence = isShown
      ? 'The login page was opened in the browser.'
      : 'Open the login page in a browser on this computer.';
    return { changed: true, told: { code: isShown ? 'login_page_shown' : 'login_page_waits' }, sentence, url };
  }

  /** The login that waits for that app's page; one for another app ends. */
  async #pageOf(appUrl: string | undefined): Promise<Waiting> {
    if (this.#waiting !== undefined && this.#waiting.appUrl !== (appUrl ?? '')) this.#cancel();
    return this.#waiting ?? this.#begin(appUrl);
  }

  async #begin(appUrl: string | undefined): Promise<Waiting> {
    const { clock } = this.#options;
    const { signal } = this.#lifetime;
    const options = { timeoutMs: LOGIN_TIMEOUT_MS, signal };
    const attempt = await this.#manager.login(appUrl === undefined ? options : { ...options, appUrl });
    const startedAt = clock.now();
    const endsAt = startedAt + LOGIN_TIMEOUT_MS;
    const waiting = { url: attempt.url, startedAt, endsAt, attempt, appUrl: appUrl ?? '' };
    this.#waiting = waiting;
    this.#failure = null;
    this.#changed();
    attempt.result.then(
      () => this.#ended(waiting, null),
      (error: unknown) => this.#ended(waiting, error),
    );
    return waiting;
  }

  /** A later login, or a person's cancelling, has ended it already. */
  #ended(waiting: Waiting, error: unknown): void {
    if (this.#waiting !== waiting) return;
    this.#waiting = undefined;
    if (error !== null && !this.#lifetime.signal.aborted) {
      const reason = errorMessage(error);
      this.#failure = { sentence: reason, told: toldError(error) };
      const code = error instanceof GatehouseError ? { code: error.code } : {};
      this.#emit({ type: 'accountLoginFailed', at: this.#options.clock.now(), ...code, reason });
    }
    this.#changed();
  }

  /** Whoever waits for the login elsewhere must not take an account that was there before for its outcome. */
  #cancelByHand(): CommandResult {
    if (this.#waiting === undefined)
      return { changed: false, told: { code: 'no_login' }, sentence: 'No login is under way.' };
    this.#failure = { sentence: CANCELLED, told: { code: 'login_cancelled' } };
    this.#cancel();
    return { changed: true, told: { code: 'login_cancelled' }, sentence: CANCELLED };
  }

  #cancel(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    waiting.attempt.cancel();
    this.#changed();
  }

  async #import(signal: AbortSignal): Promise<CommandResult> {
    const { path, text } = await readVeilSession(this.#options.veil);
    const { sentence, told } = await this.#take(text, 'import', signal);
    const warning = 'Use one of the two programs only: the server ends a session that both renew.';
    return {
      changed: true,
      told: { code: 'session_imported', name: path, of: told },
      sentence: `${sentence} The session in ${path} was left as it is. ${warning}`,
    };
  }

  async #take(bundle: string, via: 'pasted' | 'import', signal: AbortSignal): Promise<CommandResult> {
    const { email, id } = await this.#manager.loginWithBundle(bundle, via, signal);
    this.#cancel();
    this.#failure = null;
    return {
      changed: true,
      told: { code: 'signed_in', name: email ?? id },
      sentence: `Signed in as ${email ?? `account ${id}`}.`,
    };
  }

  #sandboxApp(): string {
    const { sandbox } = this.#options.network;
    if (sandbox?.chatAppUrl !== undefined) return sandbox.chatAppUrl;
    throw new GatehouseError('sandbox_not_running', 'Gatehouse does not run on the sandbox.', {
      remedy: 'Sign in to the chat app instead, or start with: gatehouse run --sandbox',
    });
  }

  /** A browser that cannot be opened is no failure: the address is shown as well. */
  async #show(url: string, signal: AbortSignal): Promise<boolean> {
    const { showPage } = this.#options;
    if (showPage === undefined) return false;
    return showPage(url, signal).then(
      () => true,
      () => false,
    );
  }

  /** Whether the account belongs to another network than the one in use, and says enough to be gone over to. */
  get isElsewhere(): boolean {
    return isElsewhere(this.#manager.snapshot(), this.#inUse());
  }

  #inUse(): NetworkInUse {
    const { network, wantsSandbox, followsAccount } = this.#options;
    return {
      isSandbox: network.sandbox !== null,
      wantsSandbox,
      fits: account => this.auth.fits(account),
      goesOver: followsAccount?.() === true,
    };
  }

  #changed(): void {
    this.#emit({ type: 'statusChanged', at: this.#options.clock.now() });
  }
}

function pick({ url, startedAt, endsAt }: PendingLogin): PendingLogin {
  return { url, startedAt, endsAt };
}
