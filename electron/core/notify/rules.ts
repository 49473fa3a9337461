import type { DomainEvent } from '../../contract/index.ts';
import { signedInRule, signedOutRule } from './account-rules.ts';
import type { RuleContext, Step } from './draft.ts';
import { approvalRule, approvedRule, gatewayStateRule, gatewaySwitchRule, providerRule } from './gateway-rules.ts';
import { activityAt } from './places.ts';
import {
  addedRule,
  allFullRule,
  movedRule,
  noAlternativeRule,
  rolloutRule,
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
import { noticeOf } from './words.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;
type Rules = { readonly [T in DomainEvent['type']]?: (event: EventOf<T>, context: RuleContext) => readonly Step[] };

const ENDPOINT = 'endpoint-shut';
/** A port that another program holds for a moment is waited for. */
const ENDPOINT_WAIT_MS = 5_000;

/** One rule per event that a person may have to hear of; all others are for the activity log. */
const RULES: Rules = {
  settingsSetAside: ({ file }) => [
    {
      category: 'application',
      cause: `settings:${file}`,
      priority: 'normal',
      waitMs: 0,
      isState: true,
      write: ({ snapshot, texts }) => noticeOf(texts.settingsDamaged(), activityAt(snapshot, ['settingsSetAside'])),
    },
  ],
  proxyFailed: ({ reason, remedy }) => [
    {
      category: 'application',
      cause: ENDPOINT,
      priority: 'normal',
      waitMs: ENDPOINT_WAIT_MS,
      isState: true,
      write: ({ snapshot, texts }) =>
        ['port-busy', 'failed'].includes(snapshot.proxy.state)
          ? noticeOf(texts.endpointShut({ reason, remedy }), { kind: 'open', view: 'overview' })
          : null,
    },
  ],
  proxyListening: () => [{ ends: ENDPOINT }],
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
};

/** What `event` means for the notices. */
export function stepsFor(event: DomainEvent, context: RuleContext): readonly Step[] {
  const rule = RULES[event.type] as ((event: DomainEvent, context: RuleContext) => readonly Step[]) | undefined;
  return rule?.(event, context) ?? [];
}
