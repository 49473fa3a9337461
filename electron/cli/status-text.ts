import type { GatewayStatus, Health, OfflineGate, Remedy, StatusSnapshot, UsedAccount } from '../contract/index.ts';
import { reserveRows } from './gateway/rows.ts';
import { gateRows } from './subscriptions/rows.ts';
import { lasting, type Paint, row, words } from './text.ts';
import { updateRows } from './update-text.ts';

/** The status for people: the sentence first, then a line per gate with its state in words, remedies beneath. */
export function statusText(snapshot: StatusSnapshot, nowMs: number, paint: Paint): string {
  const { gateway, gateways, account, tee, proxy, app } = snapshot;
  const proxyHealth: Health = proxy.state === 'listening' ? 'well' : proxy.state === 'failed' ? 'broken' : 'needs-you';
  const { requestsInvalid: invalid = 0 } = proxy;
  const more = invalid === 0 ? '' : `, ${invalid} not valid`;
  const answers = `${proxy.answersVerified} verified, ${proxy.answersRefused} refused, ${proxy.requestsFailed} failed${more}`;
  return [
    paint(snapshot.health, snapshot.headline),
    '',
    ...safeModeRows(snapshot),
    ...pauseRows(snapshot, nowMs),
    ...storageRows(snapshot, nowMs, paint),
    ...offlineRows(snapshot, nowMs),
    ...(gateway === null ? [] : gatewayRows(gateway, nowMs, paint)),
    ...reserveRows(gateways, paint),
    ...accountRows(account, nowMs, paint),
    row('TEE', `${paint(tee.health, words(tee.state))}: ${tee.sentence}`),
    ...remedyRow(tee.remedy),
    ...(tee.current === null
      ? []
      : [row('', `${tee.current.teeId}, ${tee.current.endpoint}, for ${lasting(nowMs - tee.current.selectedAt)}`)]),
    ...standbyRows(snapshot, nowMs),
    row('Registry', registryText(snapshot, nowMs)),
    row('', watchText(snapshot, nowMs)),
    ...tee.registry.endpoints.map(({ host, state, reason }) => row('', `${host} ${words(state)}${because(reason)}`)),
    row('Endpoint', `${paint(proxyHealth, words(proxy.state))}: ${proxy.sentence}`),
    ...remedyRow(proxy.remedy),
    row('Answers', `${answers} (${proxy.verification} verification)`),
    ...gateRows(snapshot.subscriptions, nowMs, paint),
    ...updateRows(snapshot, paint),
    row('Secrets', app.secrets),
    row('Home', app.home),
    row('Process', `${app.pid}, version ${app.version}, ${app.host}, up ${lasting(nowMs - app.startedAt)}`),
    '',
  ].join('\n');
}

function safeModeRows({ safeMode }: StatusSnapshot): string[] {
  if (safeMode === null) return [];
  const { lostSettings: lost } = safeMode;
  const first =
    lost === undefined
      ? 'Save a report with "gatehouse diagnostics --output FILE"'
      : `Correct ${lost.keptFile} and put it back as ${lost.file}`;
  return [
    row('Safe mode', 'Nothing is connected, checked or rotated, and requests are refused.'),
    row('', `To do: ${first}, then start normally:`),
    row('', '  gatehouse safe-mode leave'),
  ];
}

function storageRows({ storage }: StatusSnapshot, nowMs: number, paint: Paint): string[] {
  if (storage === undefined) return [];
  const { cause, since, sentence, remedy, receiptsLost } = storage;
  const lost =
    receiptsLost === 0 ? [] : [row('', `${receiptsLost} ${receiptsLost === 1 ? 'receipt' : 'receipts'} lost`)];
  const forLong = `for ${lasting(nowMs - since)}`;
  return [
    row('Storage', `${paint('needs-you', words(cause))}, ${forLong}: ${sentence}`),
    ...remedyRow(remedy),
    ...lost,
  ];
}

function pauseRows({ paused }: StatusSnapshot, nowMs: number): string[] {
  if (paused === null) return [];
  const left = paused.until === null ? '' : `, for ${lasting(paused.until - nowMs)} more`;
  return [
    row('Paused', `for ${lasting(nowMs - paused.since)}${left}. Requests go on, sealed to attested TEEs only.`),
    row('', 'To do: Resume: gatehouse resume'),
  ];
}

const OFFLINE_GATES: Readonly<Record<OfflineGate, string>> = {
  gateway: 'the gateway',
  tee: 'private inference',
  subscriptions: 'subscriptions',
};

function offlineRows({ offline }: StatusSnapshot, nowMs: number): string[] {
  if (offline === undefined) return [];
  const waiting = offline.gates.map(gate => OFFLINE_GATES[gate]).join(', ');
  return [
    row('Offline', `for ${lasting(nowMs - offline.since)}. Waiting for a network: ${waiting}.`),
    row('', 'What is below of them is what was known last. Everything goes on by itself.'),
  ];
}

/** The gateway's lines: its state and sentence, what to do, what to approve, and the facts of the connection. */
export function gatewayRows(gateway: GatewayStatus, nowMs: number, paint: Paint): string[] {
  const { health, state, sentence, remedy, approval, warning } = gateway;
  return [
    row('Gateway', `${paint(health, words(state))}: ${sentence}`),
    ...remedyRow(remedy),
    ...(approval === null ? [] : [row('', `Run on the gateway's computer: ${approval.command}`)]),
    row('', connectionText(gateway, nowMs)),
    ...(warning === null ? [] : [row('', warning)]),
  ];
}

/** The account's lines: who is signed in, what requests are sent with, a login under way. */
export function accountRows(account: UsedAccount, nowMs: number, paint: Paint): string[] {
  const { health, state, sentence, remedy, requestsUse, login, loginFailure, notice } = account;
  const isNeeded = requestsUse === 'account' || requestsUse === 'nothing';
  const word = isNeeded ? paint(health, words(state)) : words(state);
  return [
    row('Account', `${word}: ${sentence}`),
    ...(isNeeded ? remedyRow(remedy) : []),
    row('', USES[requestsUse]),
    ...(notice === null ? [] : [row('', notice.sentence), ...remedyRow(notice.remedy)]),
    ...(login === null
      ? []
      : [row('', `A login waits for its page, for ${lasting(login.endsAt - nowMs)} more: ${login.url}`)]),
    ...(loginFailure === null ? [] : [row('', `The last login failed: ${loginFailure}`)]),
  ];
}

const USES: Readonly<Record<UsedAccount['requestsUse'], string>> = {
  account: 'Requests are sent with it.',
  'own-token': 'Requests are sent with the token relay.token or GATEHOUSE_RELAY_TOKEN.',
  sandbox: "Requests are sent with the sandbox's own token.",
  nothing: 'Requests cannot be sent.',
};

function connectionText(gateway: GatewayStatus, nowMs: number): string {
  const { host, server, roundTripMs, connectedAt, attempt, nextAttemptAt } = gateway;
  if (connectedAt === null) {
    const next =
      nextAttemptAt === null || nextAttemptAt <= nowMs ? '' : `, the next in ${lasting(nextAttemptAt - nowMs)}`;
    return attempt === 0 ? host : `${host}, attempt ${attempt}${next}`;
  }
  return [
    host,
    ...(server?.version == null ? [] : [`version ${server.version}`]),
    ...(server?.uptimeMs == null ? [] : [`up ${lasting(server.uptimeMs)}`]),
    ...(roundTripMs === null ? [] : [`round trip ${Math.round(roundTripMs)} ms`]),
    `connected for ${lasting(nowMs - connectedAt)}`,
  ].join(', ');
}

function standbyRows({ tee }: StatusSnapshot, nowMs: number): string[] {
  const { standby, quarantined, draining, alarm } = tee;
  return [
    ...(standby === null ? [] : [row('Standby', `${standby.teeId}, ${standby.endpoint}`)]),
    ...draining.map(({ teeId, inFlight }) => row('Draining', `${teeId}, ${inFlight} under way`)),
    ...quarantined.map(({ teeId, state, until, reason }) => {
      const when = state === 'probation' ? 'on probation' : `for ${lasting(until - nowMs)} more`;
      return row('Quarantine', `${teeId}, ${when}: ${reason}`);
    }),
    ...(alarm === null ? [] : [row('Alarm', `${lasting(nowMs - alarm.at)} ago: ${alarm.sentence}`)]),
  ];
}

function registryText({ tee: { registry } }: StatusSnapshot, nowMs: number): string {
  const { state, lastReadAt, listedTotal, usableTotal, skippedTotal } = registry;
  const read = lastReadAt === null ? 'never read' : `read ${lasting(nowMs - lastReadAt)} ago`;
  const skipped = skippedTotal === 0 ? '' : `, ${skippedTotal} unreadable`;
  return `${words(state)}: ${listedTotal} listed, ${usableTotal} usable${skipped}, ${read}`;
}

const WATCHING: Readonly<Record<StatusSnapshot['tee']['registry']['watching'], string>> = {
  subscription: 'changes are pushed by the chain',
  polling: 'the chain is asked for changes',
  timer: 'changes are seen by the timer',
  off: 'changes are not watched for',
};

function watchText({ tee: { registry } }: StatusSnapshot, nowMs: number): string {
  const { nextCheckAt, watching } = registry;
  const next = nextCheckAt === null ? 'no check is planned' : `next check in ${lasting(nextCheckAt - nowMs)}`;
  return `${next}, ${WATCHING[watching]}`;
}

function because(reason: string | null): string {
  return reason === null ? '' : `: ${reason}`;
}

function remedyRow(remedy: Remedy | null): string[] {
  if (remedy === null) return [];
  const { text, shellCommand } = remedy;
  return [row('', `To do: ${text}`), ...(shellCommand === undefined ? [] : [row('', `  ${shellCommand}`)])];
}
