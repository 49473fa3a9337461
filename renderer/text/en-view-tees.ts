import type { StatusSnapshot } from '../../electron/contract/index.ts';

type Role =
  | 'current'
  | 'standby'
  | 'draining'
  | 'available'
  | 'quarantined'
  | 'probation'
  | 'unpinned'
  | 'unusable'
  | 'skipped';

const role: Readonly<Record<Role, string>> = {
  current: 'Current',
  standby: 'Standby',
  draining: 'Finishing',
  available: 'Available',
  quarantined: 'Quarantined',
  probation: 'On probation',
  unpinned: 'Not pinned',
  unusable: 'Not usable',
  skipped: 'Unreadable',
};

type RpcState = StatusSnapshot['tee']['registry']['endpoints'][number]['state'];

const rpcState: Readonly<Record<RpcState, string>> = {
  unread: 'not asked yet',
  agrees: 'agrees',
  disagrees: 'disagrees',
  failed: 'failed',
};

/** English: the view `tees`. */
export const teesView = {
  reading: 'Reading the history…',
  role,
  rpcState,
  current: 'Current TEE',
  noCurrent: 'No TEE is chosen. Its id, its proof and its latency will stand here.',
  sinceLabel: 'Since',
  since: (time: string) => `since ${time}`,
  servedWith: (served: string, underWay: string) => `${served}, ${underWay}`,
  drainingLine: (count: number, shown: string, requests: string) =>
    count === 1 ? `1 TEE finishes ${requests}` : `${shown} TEEs finish ${requests}`,
  finishing: 'Finishing',
  span: (span: string) => `${span} ago`,
  legend: 'dashed: p95, dotted upright: a switch',
  highest: (value: string) => `highest ${value}`,
  latencyAlt: (span: string, values: string, highest: string, switches: string) =>
    `Latency of verified answers over ${span}, median and 95th percentile now ${values}, highest ${highest}, ${switches}`,
  switchCount: (count: number, shown: string) => (count === 1 ? '1 switch' : `${shown} switches`),
  switches: 'Switches',
  noSwitch: 'None that Gatehouse saw. The first one shows here with its cause.',
  noCause: 'cause not known',
  registry: 'Registry',
  checkNow: 'Check now',
  chain: 'Chain',
  chainAny: 'not checked',
  contract: 'Contract',
  copyContract: 'Copy contract address',
  lastRead: 'Last read',
  ago: (age: string) => `${age} ago`,
  never: 'never',
  nextCheck: 'Next check',
  inAt: (wait: string, time: string) => `in ${wait}, at ${time}`,
  due: 'due now',
  notPlanned: 'not planned',
  changes: 'Changes',
  rpc: 'RPC',
  rpcInTurn: 'asked one after the other',
  listed: 'Listed TEEs',
  listedNote: (usable: string, all: string) => `${usable} of ${all} usable`,
  listedPart: (shown: string, all: string) => `${shown} of ${all} are shown`,
  searchLabel: 'Search TEEs',
  state: 'State',
  id: 'TEE id',
  host: 'Host',
  pcr: 'PCR hash',
  how: 'Status',
  act: 'Action',
  currentSince: (time: string, cause: string) => `since ${time}, ${cause}`,
  proved: (age: string) => `verified ${age} ago`,
  listedAgo: (age: string) => `listed ${age} ago`,
  finishes: (requests: string) => `finishes ${requests}`,
  emptyList: 'The registry lists no TEE that can be used. Each one will show here with its host and build.',
  notRead: 'The registry was not read yet. Its TEEs will show here.',
  nothingFound: (search: string) => `No TEE matches “${search}”.`,
  held: 'Held back',
  heldNote: (count: number, shown: string) => (count === 1 ? '1 record' : `${shown} records`),
  reason: 'Reason',
  untilColumn: 'Until',
  untilProof: 'until it proves itself',
  noHeld: 'None is held back. What fails its proof or cannot be used shows here with its reason.',
  position: (index: string) => `record ${index}`,
  otherBuild: 'Another TEE or build is pinned in the settings.',
  release: 'Release…',
  releaseName: (id: string) => `Release ${id}…`,
  releaseTitle: 'Release this TEE?',
  releaseWhy: (failures: number, shown: string, until: string) =>
    failures === 1
      ? `It failed once and is not used until ${until}:`
      : `It failed ${shown} times and is not used until ${until}:`,
  releaseMeans:
    'It may then be chosen again at once, on probation. As before each use it is verified; one more failure keeps it out for longer.',
  releaseConfirm: 'Release',
  releasing: 'Releasing…',
  endpoint: 'Address',
  copyEndpoint: 'Copy address',
  failures: 'Failures',
  lastFailure: 'Last failure',
  copyId: 'Copy id',
  unknownId: 'This TEE is not known any more. The registry no longer lists it, and nothing is held against it.',
  history: 'What happened',
  took: (cause: string) => `Requests came here: ${cause}`,
  left: (cause: string) => `Requests left: ${cause}`,
  noHistory: 'No switch since Gatehouse started.',
  wait: (time: string) =>
    `Nothing has to be done: Gatehouse reads the registry again at ${time}. To ask at once, check it now.`,
  waitOpen: 'Gatehouse tries again by itself. To ask at once, check the registry now.',
  reasons: 'Why none is usable',
};
