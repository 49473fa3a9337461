import {
  type DomainEvent,
  type GatewayState,
  type GatewaySwitchCause,
  isClientsMistake,
  type LoginVia,
  type OfflineGate,
  type TeeCause,
} from '../../contract/index.ts';
import { pausedSentence } from '../pause/index.ts';
import { storageSentence } from '../storage/index.ts';
import { shortId, TEE_SWITCH_BECAUSE } from '../tee/index.ts';
import type { ActivityLine } from './activity-line.ts';
import { SUBSCRIPTION_LINES } from './activity-subscriptions.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;
type ActivityTable = { readonly [T in DomainEvent['type']]: ((event: EventOf<T>) => ActivityLine | null) | null };

/** Each cause of a switch in a few words. */
const CAUSES: Readonly<Record<TeeCause, string>> = {
  first: 'first choice',
  'rotated-out': 'rotated out',
  'keys-changed': 'keys changed',
  unreachable: 'unreachable',
  'by-hand': 'by hand',
  'pin-changed': 'pin changed',
  quarantine: 'quarantine',
};

/** How each state of the gateway counts in the log. */
const GATEWAY_TONES: Readonly<Record<GatewayState, ActivityLine['tone']>> = {
  idle: 'info',
  connecting: 'working',
  starting: 'working',
  ready: 'well',
  limited: 'needs-you',
  'waiting-for-approval': 'needs-you',
  restarting: 'working',
  suspended: 'working',
  unreachable: 'broken',
  refused: 'needs-you',
  stopped: 'needs-you',
  disconnected: 'info',
  offline: 'working',
};

/** A failover works as it should, but somebody has to look after the gateway that was left. */
const SWITCH_TONES: Readonly<Record<GatewaySwitchCause, ActivityLine['tone']>> = {
  unreachable: 'needs-you',
  refused: 'needs-you',
  stopped: 'needs-you',
  approval: 'needs-you',
  offline: 'info',
  returned: 'well',
  preferred: 'well',
  'by-hand': 'info',
  removed: 'info',
};

const LOGINS: Readonly<Record<LoginVia, string>> = {
  browser: 'in the browser',
  pasted: 'with a pasted login',
  import: 'with the session of og-veil',
};

const SETUP_NETWORKS = {
  account: 'the network of the account',
  own: 'a network of its own',
  sandbox: 'the sandbox',
} as const;

const UPDATE_FAILURES = {
  check: 'Updates could not be looked for. This version goes on running.',
  download: 'An update could not be downloaded. This version goes on running.',
  install: 'An update was not installed. This version goes on running.',
} as const;

function line(
  gate: ActivityLine['gate'],
  tone: ActivityLine['tone'],
  sentence: string,
  cause: string | null = null,
): ActivityLine {
  return { gate, tone, sentence, cause };
}

/** One row per event; null: too frequent or too small for a person. */
const TABLE: ActivityTable = {
  appStarted: ({ sandbox }) =>
    line('app', 'info', sandbox ? 'Gatehouse started on the sandbox, not on a real network.' : 'Gatehouse started.'),
  appStopping: () => line('app', 'info', 'Gatehouse is stopping.'),
  paused: ({ until }) =>
    line('app', 'info', `${pausedSentence({ until })} Nothing is rotated or reconnected.`, 'by hand'),
  resumed: ({ cause }) =>
    line('app', 'info', 'Everything works by itself again.', cause === 'time' ? 'the pause is over' : 'by hand'),
  notificationFailed: ({ reason }) =>
    line(
      'app',
      'needs-you',
      'The system shows no notifications of Gatehouse. Allow them in its settings, or switch them off here.',
      reason,
    ),
  endedUnexpectedly: ({ how, reason }) =>
    how === 'restarted'
      ? line('app', 'info', 'The computer was restarted while Gatehouse ran.')
      : line(
          'app',
          'needs-you',
          'Gatehouse ended unexpectedly the last time. Save the diagnostics to report it.',
          reason ?? 'nothing is known of the cause',
        ),
  safeModeStarted: ({ sentence }) =>
    line('app', 'needs-you', 'Gatehouse started in safe mode: nothing is done by itself.', sentence),
  safeModeLeft: () => line('app', 'info', 'Safe mode was left. Everything is opened now.'),
  storageFailed: ({ cause, path }) => line('app', 'needs-you', storageSentence(cause, path)),
  storageRecovered: ({ receiptsLost }) =>
    line(
      'app',
      'well',
      receiptsLost === 0
        ? 'Everything can be written again.'
        : `Everything can be written again. ${receiptsLost === 1 ? 'One receipt is' : `${receiptsLost} receipts are`} missing.`,
    ),
  settingsSetAside: ({ file, reason }) =>
    line('app', 'needs-you', `The settings file was damaged and was moved to ${file}. Defaults are in force.`, reason),
  setupFinished: ({ network, gateway }) => {
    const parts = [
      network === null ? null : SETUP_NETWORKS[network],
      gateway === null ? null : `the gateway ${gateway}`,
    ];
    const chosen = parts.filter(part => part !== null);
    return line(
      'app',
      'well',
      chosen.length === 0 ? 'Gatehouse is set up.' : `Gatehouse is set up on ${chosen.join(' and ')}.`,
    );
  },
  networkSwitched: ({ to }) => line('app', 'info', `Another network is used now: ${to}.`),
  computerOffline: ({ gates }) =>
    line(
      'app',
      'working',
      'This computer is offline. What it needs from outside is tried less often.',
      waitingFor(gates),
    ),
  computerOnline: ({ at, since }) =>
    line('app', 'well', `This computer is online again, after ${lasting(at - since)}.`),
  settingChanged: ({ key }) => line('app', 'info', `The setting ${key} was changed.`),
  secretChanged: ({ secret }) => line('app', 'info', `The secret ${secret} was changed.`),
  updateFound: ({ version }) => line('app', 'info', `Gatehouse ${version} is available.`),
  updateReady: ({ version }) => line('app', 'well', `Gatehouse ${version} is downloaded and verified.`),
  updateInstalling: ({ to }) => line('app', 'info', `Gatehouse restarts to update to ${to}.`),
  updateInstalled: ({ from, to }) => line('app', 'well', `Gatehouse was updated from ${from} to ${to}.`),
  updateFailed: ({ step, reason }) => line('app', 'needs-you', UPDATE_FAILURES[step], reason),
  proxyListening: ({ endpoint }) => line('tee', 'well', `The local endpoint ${endpoint} is open.`),
  proxyFailed: ({ reason, remedy }) => line('tee', 'broken', reason, remedy),
  proxyStopped: () => line('tee', 'info', 'The local endpoint was closed.'),
  registryRead: ({ listed, usable, skipped }) =>
    line(
      'tee',
      'info',
      `The registry lists ${count(listed, 'TEE')}, ${usable} usable.`,
      skipped === 0 ? null : `${count(skipped, 'record')} could not be read`,
    ),
  // One line per outage: registryUnreachable.
  registryFailed: null,
  registryUnreachable: ({ reason }) =>
    line('tee', 'needs-you', 'The registry cannot be read. The TEE is kept meanwhile.', reason),
  registryRecovered: ({ at, since }) =>
    line('tee', 'well', `The registry can be read again, after ${lasting(at - since)}.`),
  registryDisagreement: ({ hosts, reason }) =>
    line('tee', 'broken', `RPC endpoints disagree about the registry: ${hosts.join(', ')}.`, reason),
  registryEmpty: () => line('tee', 'broken', 'The registry lists no TEE.'),
  teeSelected: ({ teeId, endpoint }) => line('tee', 'well', `Requests are sealed to ${shortId(teeId)}.`, endpoint),
  teeSwitched: ({ from, to, cause }) =>
    line(
      'tee',
      'well',
      `${shortId(to)} replaced ${shortId(from)}, ${TEE_SWITCH_BECAUSE[cause]}. Requests under way go on.`,
      CAUSES[cause],
    ),
  teeQuarantined: ({ at, teeId, until, reason }) =>
    line('tee', 'needs-you', `${shortId(teeId)} is quarantined for ${lasting(until - at)}.`, reason),
  teeReleased: ({ teeId, onProbation }) =>
    line('tee', 'info', `${shortId(teeId)} may be used again${onProbation ? ', on probation' : ''}.`),
  teeAlarm: ({ teeId, reason }) =>
    line('tee', 'broken', `${shortId(teeId)} gave an answer that cannot be trusted. Nothing was passed on.`, reason),
  teeRotationRefused: ({ reason }) => line('tee', 'needs-you', 'The TEE was not rotated.', reason),
  teeSelectionFailed: ({ reason }) => line('tee', 'broken', 'No TEE could be chosen. Requests are refused.', reason),
  answerVerified: ({ teeId, model, latencyMs }) =>
    line(
      'tee',
      'well',
      `An answer of ${model} was verified in ${Math.round(latencyMs)} ms.`,
      `signed by ${shortId(teeId)}`,
    ),
  answerRefused: ({ teeId, model, check }) =>
    line('tee', 'broken', `An answer of ${model} failed verification and was refused.`, `${check}, ${shortId(teeId)}`),
  requestFailed: ({ code, status, reason }) =>
    code === 'computer_offline'
      ? line('tee', 'info', 'A request was refused, because this computer is offline.')
      : isClientsMistake({ code, status })
        ? line('tee', 'info', `A client sent a request that is not valid, and got status ${status}.`, reason)
        : line('tee', 'needs-you', `A request failed with status ${status}.`, reason),
  // One line per change of what a person is shown: gatewayStateChanged.
  gatewayTransition: null,
  gatewayStateChanged: ({ to, sentence, reason, isStandby }) => {
    const tone = GATEWAY_TONES[to];
    const cause = reason === null ? null : reason.replaceAll('-', ' ');
    if (isStandby === undefined) return line('gateway', tone, sentence, cause);
    // Nothing depends on one in reserve: its comings and goings between two settled states are no news.
    return tone === 'working' || tone === 'info'
      ? null
      : line('gateway', tone === 'well' ? 'info' : 'needs-you', `In reserve: ${sentence}`, cause);
  },
  gatewayApprovalNeeded: ({ profile, command }) =>
    line('gateway', 'needs-you', `${profile} has to approve this computer.`, command),
  gatewayApproved: ({ profile }) => line('gateway', 'well', `${profile} approved this computer.`),
  gatewayRestarted: ({ profile }) => line('gateway', 'info', `${profile} was restarted and is connected again.`),
  gatewayGap: ({ profile, expected, received }) =>
    line(
      'gateway',
      'info',
      `Events of ${profile} were lost, so its state is read anew.`,
      `event ${expected} was due, ${received} came`,
    ),
  gatewaySwitched: ({ sentence, cause }) => line('gateway', SWITCH_TONES[cause], sentence, cause.replaceAll('-', ' ')),
  agentProviderFailed: ({ sentence, failoverReason }) => line('gateway', 'needs-you', sentence, failoverReason),
  accountSignedIn: ({ account, via }) => line('app', 'well', `Signed in as ${account}.`, LOGINS[via]),
  accountSignedOut: ({ account, cause, revoked }) =>
    cause === 'by-hand'
      ? line('app', 'info', `${account} was signed out.`, revoked ? null : 'the server was not told')
      : line('app', 'needs-you', `${account} was signed out by the server. Sign in again.`, 'the login was refused'),
  accountChangedElsewhere: ({ account }) =>
    line(
      'app',
      'info',
      account === null ? 'Another program signed the account out.' : `Another program chose the account ${account}.`,
    ),
  accountSwitched: ({ account }) => line('app', 'info', `${account} is the account in use.`),
  // Every hour or so, and nobody has to do anything.
  accountRefreshed: null,
  accountRefreshFailing: ({ account, reason }) =>
    line('app', 'needs-you', `The login of ${account} cannot be renewed. It is tried again.`, reason),
  accountRefreshRecovered: ({ account }) => line('app', 'well', `The login of ${account} is renewed again.`),
  accountNetworkChanged: ({ from, to }) =>
    line('app', 'needs-you', `The account belongs to another network now: ${to}.`, `before: ${from}`),
  accountLoginFailed: ({ reason }) => line('app', 'needs-you', 'Nobody was signed in.', reason),
  ...SUBSCRIPTION_LINES,
  statusChanged: null,
};

/** The line for `event`, or null when it does not get one. */
export function activityLine(event: DomainEvent): ActivityLine | null {
  const describe = TABLE[event.type] as ((event: DomainEvent) => ActivityLine | null) | null;
  return describe === null ? null : describe(event);
}

const OFFLINE_GATES: Readonly<Record<OfflineGate, string>> = {
  gateway: 'the gateway',
  tee: 'private inference',
  subscriptions: 'the subscriptions',
};

function waitingFor(gates: readonly OfflineGate[]): string {
  return `waiting: ${gates.map(gate => OFFLINE_GATES[gate]).join(', ')}`;
}

/** `40 s`, `3 min`, `2 h`. */
function lasting(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
