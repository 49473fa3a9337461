import type { DomainEvent } from '../../contract/index.ts';
import { signedInRule, signedOutRule } from './account-rules.ts';
import type { Draft, RuleContext, Step } from './draft.ts';
import { approvalRule, approvedRule, gatewayStateRule, gatewaySwitchRule, providerRule } from './gateway-rules.ts';
import { offlineRule, onlineRule } from './offline-rules.ts';
import { activityAt } from './places.ts';
import { storageFailedRule, storageRecoveredRule } from './storage-rules.ts';
import {
  addedRule,
  allFullRule,
  movedRule,
  noAlternativeRule,
  rolloutRule,
  sharedStateAwayRule,
  sharedStateBackRule,
  subscriptionsFailedRule,
  tokenOverRule,
  tokenRule,
} from './subscription-rules.ts';
import {
  chainAwayRule,
  chainBackRule,
  disagreementRule,
  inferenceOpenRule,
  inferenceShutRule,
  proofRule,
  teeSwitchRule,
} from './tee-rules.ts';
import {
  safeModeLeftRule,
  safeModeRule,
  updateFoundRule,
  updateInstalledRule,
  updateInstallingRule,
  updateReadyRule,
} from './update-rules.ts';
import { noticeOf } from './words.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;
/** Null: a decision, too. Nobody has to be told, and the activity log has it. */
type Rules = {
  readonly [T in DomainEvent['type']]: ((event: EventOf<T>, context: RuleContext) => readonly Step[]) | null;
};

const ENDPOINT = 'endpoint-shut';
/** A port that another program holds for a moment is waited for. */
const ENDPOINT_WAIT_MS = 5_000;

/** A decision for each kind of event; a new kind without one does not compile. */
const RULES: Rules = {
  settingsSetAside: ({ file }) => [setAsideDraft(file, 'settingsSetAside')],
  proxyFailed: ({ code, reason, remedy }) => [
    {
      category: 'application',
      cause: ENDPOINT,
      priority: 'normal',
      waitMs: ENDPOINT_WAIT_MS,
      isState: true,
      write: ({ snapshot, texts }) =>
        ['port-busy', 'failed'].includes(snapshot.proxy.state)
          ? noticeOf(texts.endpointShut({ code, reason, remedy }), { kind: 'open', view: 'overview' })
          : null,
    },
  ],
  proxyListening: () => [{ ends: ENDPOINT }],
  storageFailed: storageFailedRule,
  storageRecovered: storageRecoveredRule,
  teeSelected: inferenceOpenRule,
  teeSwitched: teeSwitchRule,
  teeSelectionFailed: inferenceShutRule,
  registryEmpty: inferenceShutRule,
  registryDisagreement: disagreementRule,
  teeAlarm: proofRule,
  answerRefused: proofRule,
  gatewayStateChanged: gatewayStateRule,
  gatewayApprovalNeeded: approvalRule,
  gatewayApproved: approvedRule,
  gatewaySwitched: gatewaySwitchRule,
  agentProviderFailed: providerRule,
  registryUnreachable: chainAwayRule,
  registryRecovered: chainBackRule,
  accountSignedOut: signedOutRule,
  accountSignedIn: signedInRule,
  accountSwitched: signedInRule,
  // Another program chose, signed in or removed one: what was told is not how it is any more.
  accountChangedElsewhere: signedInRule,
  subscriptionSwitched: movedRule,
  rolloverSummary: rolloutRule,
  tokenInvalid: tokenRule,
  subscriptionReplaced: tokenOverRule,
  subscriptionRemoved: tokenOverRule,
  subscriptionAdded: addedRule,
  noAlternative: noAlternativeRule,
  allSubscriptionsFull: allFullRule,
  subscriptionsFailed: subscriptionsFailedRule,
  sharedStateLost: sharedStateAwayRule,
  sharedStateRestored: sharedStateBackRule,
  subscriptionsSetAside: ({ file }) => [setAsideDraft(file, 'subscriptionsSetAside')],
  computerOffline: offlineRule,
  computerOnline: onlineRule,
  safeModeStarted: safeModeRule,
  safeModeLeft: safeModeLeftRule,
  updateFound: updateFoundRule,
  updateReady: updateReadyRule,
  updateInstalling: updateInstallingRule,
  updateInstalled: updateInstalledRule,

  // A person did it, and sees it.
  appStarted: null,
  appStopping: null,
  paused: null,
  resumed: null,
  proxyStopped: null,
  setupFinished: null,
  networkSwitched: null,
  settingChanged: null,
  secretChanged: null,
  agentAdded: null,
  agentRemoved: null,
  accountNetworkChanged: null,
  teeRotationRefused: null,
  accountLoginFailed: null,
  // It would have to be told by what just failed.
  notificationFailed: null,
  // It mends itself, and what it comes to is told: another TEE, no TEE, a shut gate.
  registryRead: null,
  registryFailed: null,
  teeQuarantined: null,
  teeReleased: null,
  requestFailed: null,
  gatewayTransition: null,
  gatewayRestarted: null,
  gatewayGap: null,
  accountRefreshed: null,
  accountRefreshFailing: null,
  accountRefreshRecovered: null,
  agentLost: null,
  agentBack: null,
  // Tray and window say it, and hold what can be done.
  endedUnexpectedly: null,
  updateFailed: null,
  // It is well.
  answerVerified: null,
  subscriptionRevoked: null,
  statusChanged: null,
  // The tray shows it, and the move that follows is told.
  headroomLow: null,
  // The move to the key is told, with what it costs.
  apiKeyFallback: null,
  // Said where the agent is added; its work goes on.
  agentKeyShadowed: null,
};

/** A damaged file was moved away: told once for each. */
function setAsideDraft(file: string, code: 'settingsSetAside' | 'subscriptionsSetAside'): Draft {
  return {
    category: 'application',
    cause: `set-aside:${file}`,
    priority: 'normal',
    waitMs: 0,
    isState: true,
    write: ({ snapshot, texts }) =>
      noticeOf(
        code === 'settingsSetAside' ? texts.settingsDamaged() : texts.subscriptionsDamaged(),
        activityAt(snapshot, [code]),
      ),
  };
}

/** What `event` means for the notices. */
export function stepsFor(event: DomainEvent, context: RuleContext): readonly Step[] {
  const rule = RULES[event.type] as ((event: DomainEvent, context: RuleContext) => readonly Step[]) | null | undefined;
  return rule?.(event, context) ?? [];
}
