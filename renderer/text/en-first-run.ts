import type { SetupCheck, SetupStep, SetupStepName } from '../../electron/contract/index.ts';

const steps: Readonly<Record<SetupStepName, string>> = {
  network: 'Network',
  gateway: 'Gateway',
  subscriptions: 'Subscriptions',
  'login-item': 'Start at login',
};

const stepState: Readonly<Record<SetupStep['state'], string>> = {
  open: 'Open',
  checking: 'Checking',
  ok: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
};

const checks: Readonly<Record<SetupCheck['name'], string>> = {
  account: 'Account',
  chain: 'Chain',
  tee: 'TEE',
  answer: 'Answer',
  gateway: 'Gateway',
  token: 'Subscription',
  agent: 'Agent',
  'login-item': 'Start',
};

const checkState: Readonly<Record<SetupCheck['state'], string>> = {
  waiting: 'Waiting',
  checking: 'Checking',
  ok: 'OK',
  failed: 'Failed',
};

/** What holds for each page of the first run. */
const shared = {
  title: 'Set up Gatehouse',
  motto: 'Three gates for your agents, kept open and in sight.',
  stepList: 'Steps of the set-up',
  canSkip: 'Steps 2 and 3 can be skipped. Everything can be changed later in Settings.',
  needs: 'Needs',
  kept: 'Kept here',
  sent: 'Sent',
  later: 'Set up later',
  laterHint: 'It goes on here at the next start.',
  back: 'Back',
  skip: 'Skip this step',
  proceed: 'Continue',
  anyway: 'Continue anyway',
  finish: 'Finish',
  checkAgain: 'Check again',
  checking: 'Checking…',
  opening: 'Opening…',
  cancel: 'Cancel',
  live: 'Live check',
  progress: (name: string, until: string) => `${name} is being checked, until ${until} at the latest.`,
  waits: (until: string) => `Waiting for this until ${until}.`,
  switching: 'The network is being opened. This page stays.',
  announced: (step: string, state: string) => `${step}: ${state}.`,
  copyCommand: 'Copy command',
};

const network = {
  question: 'How should requests reach a TEE?',
  detail: 'Either way, requests are sealed on this computer and answers are passed on only once proven.',
  account: {
    name: 'With an account',
    detail: 'Sign in with your browser. The relay pays for the requests and sees only ciphertext.',
    needs: 'An account, a browser',
    kept: 'The sign-in, with the secrets of this computer',
    sent: 'Sealed requests, your account, the chosen TEE',
    act: 'Sign in…',
    actSignedIn: 'Use this account',
    hint: 'Opens your browser and waits here',
    signedIn: (name: string) => `Signed in as ${name}.`,
    which: 'Account',
    another: 'Sign in with another account…',
    importVeil: 'Take over the session of og-veil',
    importHint: (path: string) => `Found in ${path}`,
    openPage: 'Open the page',
    cancelLogin: 'Cancel the sign-in',
    again: 'Sign in again…',
  },
  own: {
    name: 'On my own network',
    detail: 'Enter a chain address, a registry contract and a relay. For teams that run their own.',
    needs: 'Three addresses from whoever runs the network',
    sent: 'Sealed requests, only to the addresses you enter',
    act: 'Open this network',
    hint: 'Saves the addresses and tries them',
    rpc: 'RPC addresses',
    rpcHint: 'https:// or wss://, one per line, tried in this order.',
    registry: 'Registry contract',
    registryHint: '0x and 40 digits.',
    relay: 'Relay',
    relayHint: 'Where sealed requests are posted.',
    chainId: 'Chain id',
    chainIdHint: 'Another chain is refused. Empty: not checked.',
    chainIdWrong: 'The chain id is a whole number.',
    token: 'Token for the relay',
    tokenHint: 'Kept with the secrets, never shown again. Empty: none, or the one that is stored.',
  },
  sandbox: {
    name: 'In the sandbox',
    detail: 'A whole network inside this application, with agents at work. Try a rotation or a restart at no risk.',
    needs: 'Nothing',
    sent: 'Nothing leaves this computer',
    act: 'Open the sandbox',
    hint: 'Takes a few seconds',
  },
};

const gateway = {
  question: 'Which OpenClaw gateway should be kept open?',
  detail: 'Gatehouse stays connected to it through starts, restarts and failures, and says why when it cannot.',
  found: {
    name: 'The one on this computer',
    detail: (host: string) => `OpenClaw is set up here, at ${host}.`,
    needs: 'Nothing',
    needsApproval: 'The approval of its owner, once',
    readFrom: 'Read from',
    note: 'Note',
    sent: 'A sign-in to your own gateway',
    act: 'Connect',
    hint: 'Its token stays where it is',
  },
  named: {
    detail: (host: string) => `In the settings already, at ${host}.`,
    act: 'Connect',
    hint: 'Connects and checks',
  },
  sandbox: {
    name: 'The one of the sandbox',
    detail: 'A gateway inside this application. Restart it as often as you like.',
    act: 'Connect',
    hint: 'Nothing leaves this computer',
  },
  url: {
    name: 'At another address',
    detail: 'Enter the address of a gateway, and its token if it asks for one.',
    needs: 'An address; a token, or the approval of its owner',
    kept: 'The token, with the secrets',
    sent: 'A sign-in to that address',
    act: 'Connect',
    hint: 'Saves the address and connects',
    address: 'Address',
    addressHint: 'wss://gateway.example, or ws:// on this computer or a private network.',
    addressWrong: 'An address begins with ws:// or wss://.',
    call: 'Name',
    callHint: 'Empty: its host.',
    callWrong: 'The name needs a letter from a to z or a digit.',
    secretKind: 'Signs in with',
    kinds: { token: 'Token', password: 'Password', setup: 'Set-up code' },
    secretHint: 'Never shown again. Empty: none, its owner approves this computer, or the one that is stored.',
    more: 'Name and certificate',
    tls: 'Certificate fingerprint',
    tlsHint: 'SHA-256; only this certificate is then accepted. Empty: what this system trusts.',
  },
  none: {
    name: 'None for now',
    detail: 'Private inference and subscriptions work without one.',
    act: 'Continue without',
    hint: 'Can be added later in Gateways',
  },
};

const subscriptions = {
  question: 'Which subscriptions do your agents work on?',
  detail: 'When one is used up, Gatehouse puts agents on another while their jobs go on. Use your own accounts only.',
  listed: 'Subscriptions and agents',
  none: 'There is no subscription and no agent yet.',
  tryOut: 'These are the sandbox’s. Your own take their place as soon as you add one.',
  subscription: 'Subscription',
  agent: 'Agent',
  onto: (subscription: string) => `works on ${subscription}`,
  onNone: 'works on no subscription',
  putOn: (agent: string) => `Subscription of ${agent}`,
  choose: 'Choose…',
  addSubscription: 'Add a subscription',
  name: 'Name',
  nameHint: 'What you call it, such as team-max-1.',
  token: 'Token',
  tokenHint: 'From “claude setup-token”. The provider is asked first. Never shown again.',
  add: 'Add',
  adding: 'Asking the provider…',
  addAgent: 'Add an agent',
  agentName: 'Name',
  agentNameHint: 'Lower-case letters, digits and hyphens.',
  kind: 'Kind',
  kinds: { 'agent-server': 'Has a server', local: 'Started here with “gatehouse exec”' },
  address: 'Address',
  addressHint: 'https, or http on this computer or a private network.',
  foundAt: (url: string) => `Answers on this computer: ${url}`,
  secret: 'Secret',
  secretHint: 'What its server asks for. Never shown again. Empty: none.',
  addingAgent: 'Adding…',
  onHost: 'What this command adds appears here by itself.',
  act: 'Check them',
  hint: 'Asks the provider and the agents',
  without: 'Continue without',
  finishWithout: 'Finish without',
  withoutHint: 'Can be added later in Subscriptions',
};

const loginItem = {
  question: 'Should Gatehouse start when you log in?',
  detail: 'Gates are only kept open while Gatehouse runs. It starts in the tray, without a window.',
  on: { name: 'Start at login', detail: 'Agents find the gates open as soon as you are logged in.' },
  off: { name: 'Only when I start it', detail: 'Nothing is changed on this system.' },
  hint: 'Can be changed in the tray’s menu',
};

/** Shown when it was asked for by its address, and in the settings. */
const again = {
  heading: 'Set up Gatehouse',
  begin: 'Begin the set-up',
  goOn: 'Go on with the set-up',
  beginDetail:
    'Goes through network, gateway and subscriptions once more. What is set stays until you choose otherwise.',
  goOnDetail: 'The set-up was put off. It goes on where it was left.',
  toOverview: 'Back to the overview',
};

const popover = {
  line: 'Gatehouse is not set up yet.',
  open: 'Set up Gatehouse…',
};

/** English: the first run. */
export const firstRun = {
  ...shared,
  steps,
  stepState,
  checks,
  checkState,
  network,
  gateway,
  subscriptions,
  loginItem,
  again,
  popover,
};
