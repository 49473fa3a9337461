import { type Remedy, remedyOf, type SetupNetworkChoice } from '../../contract/index.ts';
import { computerOffline } from '../offline/index.ts';
import { type CheckContext, failure, type Judged, type PlannedCheck } from './check.ts';
import type { SetupPorts, SetupSnapshot } from './ports.ts';

/** As long as a login waits for its page, and a little for the person who comes back from it. */
const ACCOUNT_LIMIT_MS = 310_000;
/** A read of the registry tries each endpoint; the default limit of one try is 10 s. */
const CHAIN_LIMIT_MS = 45_000;
const TEE_LIMIT_MS = 30_000;
/** A model that was not used for a while takes its time. */
const ANSWER_LIMIT_MS = 90_000;
const SHORT_ID = 8;

type NetworkKind = SetupNetworkChoice['kind'];

/** The way from the network in use to the one of the settings. */
export interface NetworkSwitch {
  /** The settings name another network than the one that was opened last. */
  isDue(): boolean;
  /** Throws why the network cannot be opened. */
  make(): Promise<void>;
}

/** What has to be true of a network before it is used: somebody is signed in, it can be read, and it answers. */
export function networkChecks(kind: NetworkKind, ports: SetupPorts, change: NetworkSwitch): readonly PlannedCheck[] {
  const common = [chainCheck(ports, change), teeCheck(ports), answerCheck(ports)];
  return kind === 'account' ? [accountCheck(ports, change), ...common] : common;
}

function accountCheck(ports: SetupPorts, change: NetworkSwitch): PlannedCheck {
  return {
    name: 'account',
    about: 'Chat account',
    limitMs: ACCOUNT_LIMIT_MS,
    begins: { sentence: 'Looking who is signed in.', told: { code: 'setup_account_looking' } },
    run: async context => {
      const formerFailure = ports.snapshot().account.loginFailure;
      const judged = await context.until(() => judgeAccount(ports.snapshot().account, formerFailure));
      if (judged.state !== 'ok' || (fits(ports.snapshot()) && !change.isDue())) return judged;
      context.show({
        ...judged,
        state: 'checking',
        sentence: `${judged.sentence} Opening its network.`,
        told: { code: 'setup_network_of_account', of: judged.told },
      });
      await change.make();
      const { sandbox, account } = ports.snapshot();
      if (sandbox === null && account.notice === null) return judged;
      const { sentence, told } = account.notice ?? NOT_OPENED;
      return {
        state: 'failed',
        sentence,
        ...(told === undefined ? {} : { told }),
        remedy: remedyOf(
          'setup_choose_other_network',
          'Choose a network of your own and enter its addresses, or sign in with another account.',
        ),
      };
    },
  };
}

const NOT_OPENED = {
  sentence: 'The network of the account could not be opened.',
  told: { code: 'setup_network_failed' },
} as const;

/** Requests go where the account belongs. */
function fits({ sandbox, account }: SetupSnapshot): boolean {
  return sandbox === null && account.notice === null;
}

const SIGN_IN: Remedy = { ...remedyOf('sign_in', 'Sign in.'), shellCommand: 'gatehouse login', command: 'login' };

function judgeAccount(account: SetupSnapshot['account'], formerFailure: string | null): Judged {
  const { active, login, loginFailure, loginFailureTold, state, sentence, remedy, usable } = account;
  const told = account.told === undefined ? {} : { told: account.told };
  if (login !== null) {
    return {
      state: 'checking',
      sentence: 'Waiting for the login in the browser.',
      told: { code: 'setup_login_waiting' },
      remedy: { text: `If no page opened, open this one: ${login.url}` },
    };
  }
  if (active?.signedIn === true && usable) return { state: 'ok', sentence, ...told, remedy: null };
  if (loginFailure !== null && loginFailure !== formerFailure) {
    return {
      state: 'failed',
      sentence: loginFailure,
      ...(loginFailureTold === undefined ? {} : { told: loginFailureTold }),
      remedy: { ...SIGN_IN, ...remedyOf('sign_in_again', 'Sign in again.') },
    };
  }
  if (state === 'renewing-fails') return { state: 'failed', sentence, ...told, remedy };
  return { state: 'checking', sentence, ...told, remedy: SIGN_IN };
}

const CHAIN_REMEDIES: Partial<Readonly<Record<SetupSnapshot['tee']['registry']['state'], Remedy>>> = {
  unreachable: remedyOf(
    'setup_check_rpc',
    'Check the RPC address and the connection of this computer, then check again.',
  ),
  'wrong-chain': remedyOf('setup_right_chain', 'Enter an RPC address of the right chain, or the right chain id.'),
  'no-contract': remedyOf(
    'setup_check_contract',
    'Check the address of the registry contract, and that the RPC address is of its chain.',
  ),
  undecodable: remedyOf(
    'setup_other_contract',
    'Check the address of the registry contract: what is there is something else.',
  ),
  empty: remedyOf(
    'setup_ask_for_tee',
    'Ask whoever runs the network to register a TEE, or check the address of the registry contract.',
  ),
  'not-configured': remedyOf('setup_choose_network', 'Choose a network.'),
};

function chainCheck(ports: SetupPorts, change: NetworkSwitch): PlannedCheck {
  return {
    name: 'chain',
    about: 'Registry',
    limitMs: CHAIN_LIMIT_MS,
    begins: { sentence: 'Reading the registry of TEEs from the chain.', told: { code: 'setup_chain_reading' } },
    run: async context => {
      if (change.isDue()) {
        context.show({
          state: 'checking',
          sentence: 'Opening the network.',
          told: { code: 'setup_network_opening' },
          remedy: null,
        });
        await change.make();
      } else {
        const result = await ports.execute({ name: 'checkRegistry' }, context.signal).catch(unless(context));
        const offline = computerOffline();
        // What the snapshot has is from before: nothing was read now.
        if (result?.told?.of?.error === offline.code) return failure(offline);
      }
      return context.until(() => judgeChain(ports.snapshot().tee));
    },
  };
}

/** What the command says of a failure stands in the snapshot as well, except that nobody could be asked. */
function unless({ signal }: CheckContext): () => undefined {
  return () => void signal.throwIfAborted();
}

function judgeChain({ state: gate, registry }: SetupSnapshot['tee']): Judged {
  const { state, lastError, lastErrorTold, listedTotal, usableTotal } = registry;
  if (state === 'unread' && gate === 'offline') return failure(computerOffline());
  if (state === 'unread') {
    const told = { code: 'setup_registry_reading' } as const;
    return { state: 'checking', sentence: 'Reading the registry of TEEs.', told, remedy: null };
  }
  if (state === 'ok') {
    return {
      state: 'ok',
      sentence: `The registry lists ${count(listedTotal)}, ${usableTotal} usable.`,
      told: { code: 'setup_registry', count: usableTotal, total: listedTotal },
      remedy: null,
    };
  }
  const isEmpty = state === 'empty';
  const told = isEmpty ? 'setup_registry_empty' : 'setup_registry_unreadable';
  return {
    state: 'failed',
    sentence: lastError ?? (isEmpty ? 'The registry lists no TEE.' : 'The registry cannot be read.'),
    told: lastError === null ? { code: told } : (lastErrorTold ?? { code: 'setup_registry_unreadable' }),
    remedy: CHAIN_REMEDIES[state] ?? remedyOf('setup_check_again', 'Check again.'),
  };
}

function count(number: number): string {
  return number === 1 ? 'one TEE' : `${number} TEEs`;
}

function teeCheck(ports: SetupPorts): PlannedCheck {
  return {
    name: 'tee',
    about: 'TEE',
    limitMs: TEE_LIMIT_MS,
    begins: { sentence: 'Choosing a TEE.', told: { code: 'setup_tee_choosing' } },
    run: context => context.until(() => judgeTee(ports.snapshot().tee)),
  };
}

function judgeTee({ state, sentence, told: own, remedy, current }: SetupSnapshot['tee']): Judged {
  const told = own === undefined ? {} : { told: own };
  if (state === 'attested' && current !== null) {
    const id = current.teeId.slice(0, SHORT_ID);
    return {
      state: 'ok',
      sentence: `Requests are sealed to the TEE ${id}…, as the registry attests.`,
      told: { code: 'setup_tee_attested', name: id },
      remedy: null,
    };
  }
  if (state === 'offline') return failure(computerOffline());
  if (state === 'choosing' || state === 'rotating' || state === 'idle') {
    return { state: 'checking', sentence, ...told, remedy: null };
  }
  return { state: 'failed', sentence, ...told, remedy };
}

function answerCheck(ports: SetupPorts): PlannedCheck {
  return {
    name: 'answer',
    about: 'Test request',
    limitMs: ANSWER_LIMIT_MS,
    begins: { sentence: 'Asking a model through the local endpoint.', told: { code: 'setup_model_asking' } },
    run: async ({ signal }) => {
      const { account, proxy } = ports.snapshot();
      if (account.requestsUse === 'nothing') {
        return {
          state: 'failed',
          sentence:
            'There is nothing to send requests with: nobody is signed in, and no token for the relay is stored.',
          told: { code: 'setup_nothing_to_send' },
          remedy: {
            ...remedyOf('setup_sign_in_or_token', 'Sign in, or store a token for the relay.'),
            shellCommand: 'gatehouse secret set relay.token',
          },
        };
      }
      if (proxy.endpoint === null) {
        const told = proxy.told === undefined ? {} : { told: proxy.told };
        return { state: 'failed', sentence: proxy.sentence, ...told, remedy: proxy.remedy };
      }
      const model = await ports.ask(signal);
      return {
        state: 'ok',
        sentence: `${model} answered a test request, and the answer was verified.`,
        told: { code: 'setup_answered', name: model },
        remedy: null,
      };
    },
  };
}
