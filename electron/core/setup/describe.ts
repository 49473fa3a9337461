import type { SetupCheck, SetupFound, SetupStep, SetupStepName } from '../../contract/index.ts';
import type { SetupState } from './state.ts';

/** What a step is described from. */
export interface StepFacts {
  readonly state: SetupState;
  readonly found: SetupFound;
  readonly checks: readonly SetupCheck[];
  /** Set while its checks are made. */
  readonly checking: SetupStep['checking'];
}

const NOT_CHECKED = 'It has not been checked yet.';
const SKIPPED = 'Left out. It can be set up later.';

/** One step as it is shown. */
export function describeStep(name: SetupStepName, facts: StepFacts): SetupStep {
  const { state, checks, checking } = facts;
  const shown = { name, canSkip: name !== 'network', checks: [...checks], checking };
  const current = checks.find(check => check.state === 'checking');
  if (checking !== null) {
    const { sentence = 'Checking.', remedy = null } = current ?? {};
    return { ...shown, state: 'checking', sentence, remedy };
  }
  const done = state.done[name];
  if (done === 'skipped') return { ...shown, state: 'skipped', sentence: SKIPPED, remedy: null };
  if (done === 'ok') return { ...shown, state: 'ok', sentence: wellSentence(name, facts), remedy: null };
  const failed = checks.filter(check => check.state === 'failed');
  const [first] = failed;
  if (first === undefined) return { ...shown, state: 'open', sentence: openSentence(name, facts), remedy: null };
  const more = failed.length === 1 ? '' : ` And ${failed.length - 1} more.`;
  return { ...shown, state: 'failed', sentence: `${first.sentence}${more}`, remedy: first.remedy };
}

function openSentence(name: SetupStepName, { state, found }: StepFacts): string {
  switch (name) {
    case 'network':
      if (state.network !== null) return `${NETWORKS[state.network]} was chosen. ${NOT_CHECKED}`;
      return 'Choose how requests reach a TEE: with an account, on a network of your own, or in the sandbox.';
    case 'gateway':
      if (state.gatewayName !== null) return `${state.gatewayName} was chosen. ${NOT_CHECKED}`;
      if (found.gateway !== null) return `A gateway was found on this computer: ${found.gateway.host}.`;
      if (found.sandboxGateway) return 'Use the gateway of the sandbox, or enter the address of another one.';
      return 'No gateway was found on this computer. Enter the address of one, or leave this step out.';
    case 'subscriptions':
      return 'Add the subscriptions that your agents work on, and the agents, or leave this step out.';
    case 'login-item':
      return 'Choose whether Gatehouse starts when you log in.';
  }
}

const NETWORKS = {
  account: 'The network of your account',
  own: 'Your own network',
  sandbox: 'The sandbox',
} as const;

function wellSentence(name: SetupStepName, { state, checks }: StepFacts): string {
  switch (name) {
    case 'network': {
      const answer = checks.find(check => check.name === 'answer')?.sentence;
      const which = state.network === null ? 'The network' : NETWORKS[state.network];
      return answer === undefined ? `${which} is open.` : `${which} is open. ${answer}`;
    }
    case 'gateway':
      return checks[0]?.sentence ?? `${state.gatewayName ?? 'The gateway'} lets this computer in.`;
    case 'subscriptions': {
      const tokens = checks.filter(check => check.name === 'token').length;
      const agents = checks.length - tokens;
      if (checks.length === 0) return 'The subscriptions and agents are well.';
      return `${counted(tokens, 'subscription')} and ${counted(agents, 'agent')} are well.`;
    }
    case 'login-item':
      return checks[0]?.sentence ?? 'That is settled.';
  }
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
