import type { Health, ProxyStatus, TeeCause, TeeStatus } from '../../electron/contract/index.ts';

const health: Readonly<Record<Health, string>> = {
  broken: 'Broken',
  'needs-you': 'Needs you',
  working: 'Working',
  well: 'Open',
  paused: 'Paused',
};

const teeState: Readonly<Record<TeeStatus['state'], string>> = {
  idle: 'Not chosen yet',
  choosing: 'Choosing',
  rotating: 'Rotating',
  attested: 'Attested',
  'chain-unreachable': 'Chain unreachable',
  'no-usable-tee': 'No TEE',
  'not-configured': 'Not set up',
};

const proxyState: Readonly<Record<ProxyStatus['state'], string>> = {
  stopped: 'Stopped',
  starting: 'Starting',
  listening: 'Listening',
  'port-busy': 'Port in use',
  failed: 'Failed',
  draining: 'Finishing requests',
};

const teeCause: Readonly<Record<TeeCause, string>> = {
  first: 'first choice',
  'rotated-out': 'rotated out',
  'keys-changed': 'keys changed',
  unreachable: 'unreachable',
  'by-hand': 'by hand',
  'pin-changed': 'pin changed',
  quarantine: 'quarantine',
};

const gate: Readonly<Record<'app' | 'gateway' | 'tee' | 'subscriptions', string>> = {
  app: 'Gatehouse',
  gateway: 'Gateway',
  tee: 'TEE',
  subscriptions: 'Subscriptions',
};

const registryState: Readonly<Record<TeeStatus['registry']['state'], string>> = {
  unread: 'not read yet',
  ok: 'chain reachable',
  empty: 'lists no TEE',
  unreachable: 'chain unreachable',
  'no-contract': 'no contract at the address',
  'wrong-chain': 'another chain answered',
  undecodable: 'the answer cannot be read',
  'not-configured': 'no registry is set',
};

const registryWatching: Readonly<Record<TeeStatus['registry']['watching'], string>> = {
  subscription: 'changes are pushed by the chain',
  polling: 'changes are asked for',
  timer: 'changes are seen at the next check',
  off: 'changes are not watched',
};

/** English. */
export const en = {
  health,
  teeState,
  proxyState,
  teeCause,
  gate,
  registryState,
  registryWatching,
  window: {
    title: (headline: string) => `${headline}: Gatehouse`,
    views: 'Views',
    overview: 'Overview',
    version: (version: string) => `Version ${version}`,
    host: { electron: 'Desktop application', headless: 'Headless, in your browser' },
    keys: 'Keyboard',
  },
  head: {
    nothing: 'Nothing needs you.',
    lastChange: (time: string, sentence: string) => `Last change at ${time}: ${sentence}`,
  },
  sandbox: {
    title: 'Sandbox: nothing here is a real network',
    detail: (seed: string) => `Chain, relay and TEEs run inside this application, seed ${seed}. Answers are made up.`,
  },
  tee: {
    title: 'TEE',
    since: (time: string) => `since ${time}`,
    id: 'TEE id',
    copyId: 'Copy TEE id',
    host: 'Host',
    pcr: 'PCR hash',
    copyPcr: 'Copy PCR hash',
    pinned: 'pinned',
    standby: 'Standby',
    ready: 'ready',
    chosen: 'Chosen',
    chosenAt: (time: string, cause: string) => `${time}, ${cause}`,
    served: 'Served',
    requests: (count: number, shown: string) => (count === 1 ? '1 request' : `${shown} requests`),
    inFlight: (shown: string) => `${shown} under way`,
    draining: (shown: string) => `${shown} draining`,
    registry: 'Registry',
    nextCheck: (time: string) => `next check at ${time}`,
    checked: (age: string, state: string) => `checked ${age} ago, ${state}`,
    usableOf: (usable: string, listed: string) => `${usable} of ${listed} usable`,
    none: 'none',
    rotate: 'Rotate TEE',
    rotating: 'Rotating…',
    check: 'Check registry',
    checking: 'Checking…',
    latency: 'Latency p50 / p95',
    latencyAlt: (values: string, count: string) =>
      `Latency of the last ${count} verified answers, median and 95th percentile ${values}`,
    noLatency: 'The first verified answer starts the chart.',
    lastLatency: (value: string) => `last ${value}`,
    selectedAt: (time: string) => `${time} selected`,
  },
  trouble: {
    cause: 'Cause',
    alarm: 'Alarm',
    alarmRemedy: 'Nothing of it was passed on. Copy the diagnosis and tell the operator of the network.',
    copyDiagnosis: 'Copy diagnosis',
  },
  command: {
    noAnswer: 'No answer within 10 s. Nothing was changed as far as is known.',
    notReached: 'Gatehouse could not be reached. Nothing was changed as far as is known.',
  },
  endpoint: {
    label: 'Local endpoint',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Copying failed',
    copyEnvironment: 'Copy environment',
    counts: (verified: string, refused: string) => `${verified} answers verified, ${refused} refused`,
    failed: (count: string) => `${count} failed`,
    progressive: 'progressive',
    progressiveHint: 'Chunks are passed on as soon as the sealed channel proves them; the signature follows.',
  },
  records: {
    title: 'Held back',
    summary: (usable: string, listed: string) => `${usable} of ${listed} records are usable`,
    state: 'State',
    id: 'TEE id',
    host: 'Host',
    reason: 'Reason',
    unusable: 'Not usable',
    quarantined: 'Quarantined',
    probation: 'On probation',
    until: (time: string, reason: string) => `Not used until ${time}: ${reason}`,
    skipped: 'Unreadable',
    position: (index: string) => `record ${index}`,
  },
  activity: {
    title: 'Recent activity',
    empty: 'Nothing happened yet. Switches, refusals and failures show here with their cause.',
    showAll: (count: string) => `Show all ${count}`,
    showFewer: 'Show fewer',
    times: (count: string) => `${count} times`,
  },
  connection: {
    waiting: 'Waiting for Gatehouse to answer.',
    lost: 'The connection to Gatehouse is lost.',
    lostDetail: (time: string) => `What is shown is as of ${time}.`,
    retry: (seconds: string) => `Next attempt in ${seconds} s.`,
    retrying: 'Trying again.',
    tryNow: 'Try now',
    asOf: (time: string) => `as of ${time}`,
    signedOut: 'This browser is not signed in',
    linkUsed: 'The link was already used, or it is of an earlier run. Each link signs one browser in, once.',
    noLink: 'The page is open, but without the link that belongs to it.',
    signIn: 'Open the link that Gatehouse printed when it started. For another one, start it again.',
  },
  keys: {
    title: 'Keyboard',
    rotate: 'Rotate TEE',
    copyEndpoint: 'Copy endpoint',
    list: 'This list',
    close: 'Close',
  },
  crash: {
    title: 'This page has failed',
    detail: 'Gatehouse itself goes on. Load the page again.',
    reload: 'Load again',
  },
};
