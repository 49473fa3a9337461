import type { GatewaySwitchCause, TeeCause } from '../../contract/index.ts';
import { TEE_SWITCH_BECAUSE } from '../tee/index.ts';
import { checkSentence, ENGLISH_CHECKS } from './check-words.ts';
import type { MoveCost, MoveReason, NoticeTexts } from './text-shapes.ts';
import { count } from './words.ts';

const SWITCHES: Readonly<Record<GatewaySwitchCause, (from: string, to: string, held: string) => string>> = {
  unreachable: (from, to, held) => `${from} cannot be reached. ${to} took over${held}.`,
  refused: (from, to, held) => `${from} refuses the sign-in. ${to} took over${held}.`,
  stopped: (from, to, held) => `${from} was stopped by its owner. ${to} took over${held}.`,
  approval: (from, to, held) => `${from} has not approved this computer yet. ${to} took over${held}.`,
  offline: (from, to, held) => `This computer is offline. ${to} took over from ${from}${held}.`,
  returned: (from, to) => `${to} has been stable for a while and is used again instead of ${from}.`,
  preferred: (from, to) => `${to} is used instead of ${from}, because it is preferred.`,
  'by-hand': (from, to) => `${to} is used instead of ${from}, because you asked for it.`,
  removed: (from, to) => `${to} is used, because ${from} is no longer among the gateways.`,
};

const BECAUSE: Readonly<Record<MoveReason, string>> = {
  'limit-5h': 'because the 5 h limit was reached',
  'limit-7d': 'because the 7 d limit was reached',
  limit: 'because a limit was reached',
  'before-limit': 'before its limit is reached',
  token: 'because its token was refused',
  'no-subscription': 'because no subscription is left. The key costs money',
  'by-hand': 'because you asked for it',
  elsewhere: 'because its own backend switched it',
  returned: 'because a subscription serves again',
};

function costText(cost: MoveCost): string {
  if (cost.kind === 'restarted') return 'The agent was restarted.';
  if (cost.kind === 'stopped') return 'The agent is stopped and takes it over when it starts.';
  if (cost.kind === 'pending') return 'It has not taken it over yet and is asked again.';
  return cost.jobs === 0 ? 'No job was ended.' : `${count(cost.jobs, 'job')} kept running.`;
}

/** Whoever fails alone did nothing wrong: an outage of the way may have cost a request that was under way. */
function teeCost(cause: TeeCause): string {
  return cause === 'unreachable' || cause === 'quarantine' ? 'New requests are sealed to it.' : 'No request was lost.';
}

export const en: Omit<NoticeTexts, 'timeOfDay'> = {
  actions: {
    copyCommand: 'Copy command',
    open: 'Open',
    showWhy: 'Show why',
    showTees: 'Show TEEs',
    checkRegistry: 'Check registry',
    signIn: 'Sign in',
    replaceToken: 'Replace token',
    rotate: 'Rotate…',
    resume: 'Resume',
    download: 'Download',
    restart: 'Restart',
  },
  command: { failed: 'That did not work', unchanged: 'Nothing was changed', updates: 'Updates' },
  approval: gateway => ({
    title: `Approve access to ${gateway}`,
    body: ["Run the approval command on the gateway's computer.", 'Gatehouse connects by itself afterwards.'],
  }),
  gatewayLost: ({ gateway, lasting, isRestWell }) => ({
    title: `${gateway} cannot be reached`,
    body: [
      `No answer for ${lasting}.`,
      'Gatehouse keeps trying.',
      isRestWell ? 'Private inference and agents are not affected.' : '',
    ],
  }),
  gatewayBack: ({ gateway, lasting }) => ({
    title: `${gateway} is ready again`,
    body: [lasting === null ? '' : `It was away for ${lasting}.`, 'Channels and sessions were restored.'],
  }),
  gatewayRefused: gateway => ({
    title: `${gateway} refused the sign-in`,
    body: [`${gateway} refused the token.`, 'Gatehouse does not repeat it. Store another token.'],
  }),
  gatewayStopped: gateway => ({
    title: `${gateway} was stopped`,
    body: ['Its owner stopped it.', 'Connect again once it runs.'],
  }),
  gatewayLimited: ({ gateway, scopes }) => ({
    title: `${gateway}: limited access`,
    body: [
      `Missing: ${scopes.join(', ')}.`,
      `Channels and sessions stay hidden until ${scopes.length === 1 ? 'it is' : 'they are'} granted.`,
    ],
  }),
  gatewaySwitched: ({ from, to, cause, carried }) => ({
    title: `Gateway is now ${to}`,
    body: [
      SWITCHES[cause](
        from,
        to,
        carried === null ? '' : ` ${count(carried.channels, 'channel')} and ${count(carried.sessions, 'session')}`,
      ),
    ],
  }),
  agentFailed: ({ agent, sentence }) => ({
    title: agent === null ? 'An agent was cut off' : `${agent} was cut off`,
    body: [sentence],
  }),
  teeSwitched: ({ from, to, cause }) => ({
    title: 'Requests go to another TEE',
    body: [`${to} replaced ${from}, ${TEE_SWITCH_BECAUSE[cause]}.`, teeCost(cause)],
  }),
  inferenceShut: ({ listed, sentence }) => ({
    title: 'Private inference is shut',
    body: [
      listed === null
        ? sentence
        : listed === 1
          ? 'The one TEE that is listed is not usable.'
          : `${count(listed, 'TEE')} are listed and none is usable.`,
      'Requests are refused until one is.',
    ],
  }),
  inferenceShutInPause: () => ({
    title: 'Private inference is shut',
    body: ['Gatehouse is paused, and the TEE in use cannot be trusted any more.', 'Requests are refused.'],
  }),
  disagreement: hosts => ({
    title: 'RPC endpoints disagree',
    body: ['They list different keys; one of them lies or is far behind.', `Not believed: ${hosts.join(', ')}.`],
  }),
  proofFailed: ({ tee, check }) => ({
    title: 'An answer was refused',
    body: [
      (check === null ? undefined : checkSentence(ENGLISH_CHECKS, check, tee)) ??
        `${tee} gave an answer that cannot be trusted.`,
      'Nothing was passed on, the TEE is quarantined.',
    ],
  }),
  chainAway: ({ lasting, tee }) => ({
    title: 'The chain cannot be reached',
    body: [
      `The registry was last read ${lasting} ago.`,
      tee === null ? 'Requests are refused until it can be read.' : `${tee} is kept.`,
    ],
  }),
  signedOut: () => ({
    title: 'Sign in again',
    body: ['Your sign-in has ended.', 'Private inference is refused until you sign in.'],
  }),
  storage: ({ cause, path }) => ({
    title: cause === 'full' ? 'The disk is full' : 'Gatehouse cannot write its files',
    body: ['Requests go on, but receipts and log are not kept.', cause === 'full' ? 'Make room.' : `See ${path}.`],
  }),
  settingsDamaged: () => ({
    title: 'The settings were damaged',
    body: ['Gatehouse moved them aside and uses the defaults.', 'The activity log names the file.'],
  }),
  endpointShut: ({ reason, remedy }) => ({ title: 'The local endpoint is shut', body: [reason, remedy ?? ''] }),
  moved: ({ agent, from, to, reason, cost }) => ({
    title: `${agent} was moved`,
    body: [`${from === null ? '' : `${from} `}→ ${to}, ${BECAUSE[reason]}.`, costText(cost)],
  }),
  movedMany: ({ count: number, from, to, destinations, reason }) => ({
    title: `${number} agents were moved`,
    body: [
      `${from === null ? '' : `${from} `}→ ${to ?? `${destinations} others`}` +
        `${reason === null ? '' : `, ${BECAUSE[reason]}`}.`,
      'The subscriptions say who is where.',
    ],
  }),
  rolloutFailed: ({ failed, count: number, subscription }) => ({
    title: `${failed} of ${count(number, 'agent')} did not follow`,
    body: [
      subscription === null ? '' : `It is about ${subscription}.`,
      'The others did. Those that did not are asked again by themselves.',
    ],
  }),
  rolloutDone: ({ action, count: number, subscription }) => ({
    title:
      action === 'replaced' ? 'Token replaced' : action === 'removed' ? 'Subscription removed' : 'Agents were moved',
    body: [
      action === 'replaced'
        ? `${count(number, 'agent')} ${number === 1 ? 'has' : 'have'} the new token${subscription === null ? '' : ` of ${subscription}`}.`
        : `${count(number, 'agent')} moved${subscription === null ? '' : ` away from ${subscription}`}.`,
    ],
  }),
  tokenRefused: ({ subscription, moved, to, waiting }) => ({
    title: `Token refused: ${subscription}`,
    body: [
      moved === 0
        ? ''
        : `${count(moved, 'agent')} ${moved === 1 ? 'was' : 'were'} moved${to === null ? '' : ` to ${to}`}.`,
      waiting === 0 ? '' : `${count(waiting, 'agent')} ${waiting === 1 ? 'waits' : 'wait'}.`,
      'Replace the token to use it again.',
    ],
  }),
  noneUsable: ({ total, first, waiting }) => ({
    title: 'No subscription is usable',
    body: [
      total === 1 ? 'The only one is limited or refused.' : `All ${total} are limited or refused.`,
      first === null ? '' : `${first.name} returns at ${first.time}.`,
      waiting === 0 ? '' : `${count(waiting, 'agent')} ${waiting === 1 ? 'waits' : 'wait'}.`,
    ],
  }),
  nothingFor: ({ agent, subscription, time }) => ({
    title: `${agent} waits`,
    body: [
      `${subscription} serves it no longer, and no other one can take over.`,
      time === null ? '' : `The first returns at ${time}.`,
    ],
  }),
  subscriptionsDamaged: () => ({
    title: 'A file of the subscriptions was damaged',
    body: ['Gatehouse moved it aside and goes on without it.', 'The activity log names the file.'],
  }),
  sharedStateAway: () => ({
    title: 'The shared state cannot be reached',
    body: ['No agent is moved until it can.', 'It is tried again by itself; bring Redis back.'],
  }),
  updateFound: ({ version, running }) => ({
    title: `Gatehouse ${version} is available`,
    body: [`${running} is running.`, 'The settings show what is new.'],
  }),
  updateReady: ({ version, installsAtQuit }) => ({
    title: `Gatehouse ${version} is ready`,
    body: [
      'It is downloaded and verified.',
      installsAtQuit ? 'Restart now, or it is installed when Gatehouse is quit.' : 'A restart for it installs it.',
    ],
  }),
  updateInstalled: ({ from, to }) => ({
    title: `Gatehouse was updated to ${to}`,
    body: [`It was ${from} before.`],
  }),
  offline: () => ({
    title: 'This computer is offline',
    body: ['It has been for 5 minutes.', 'Everything that needs a network goes on by itself once it is back.'],
  }),
  safeMode: cause => ({
    title: 'Gatehouse is in safe mode',
    body: [
      cause === 'settings'
        ? 'The settings file was damaged, so no network is configured and no request is answered.'
        : 'It ended unexpectedly several times, so nothing works by itself.',
      'The window says what can be done.',
    ],
  }),
  subscriptionsShut: reason => ({ title: 'Subscriptions are shut', body: [reason] }),
};
