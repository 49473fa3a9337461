import type { DomainEvent } from '../../contract/index.ts';
import type { RuleContext, Step } from './draft.ts';
import { approvalRule, approvedRule, gatewayStateRule, gatewaySwitchRule, providerRule } from './gateway-rules.ts';
import { disagreementRule, inferenceOpenRule, inferenceShutRule, proofRule, teeSwitchRule } from './tee-rules.ts';
import { body, title } from './words.ts';

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
      write: () => ({
        title: title('The settings were damaged'),
        body: body('Gatehouse moved them aside and uses the defaults.', 'The activity log names the file.'),
        click: { kind: 'open', view: 'activity' },
        actions: [],
      }),
    },
  ],
  proxyFailed: ({ reason, remedy }) => [
    {
      category: 'application',
      cause: ENDPOINT,
      priority: 'normal',
      waitMs: ENDPOINT_WAIT_MS,
      isState: true,
      write: ({ snapshot }) =>
        ['port-busy', 'failed'].includes(snapshot.proxy.state)
          ? {
              title: title('The local endpoint is shut'),
              body: body(reason, remedy ?? ''),
              click: { kind: 'open', view: 'overview' },
              actions: [],
            }
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
};

/** What `event` means for the notices. */
export function stepsFor(event: DomainEvent, context: RuleContext): readonly Step[] {
  const rule = RULES[event.type] as ((event: DomainEvent, context: RuleContext) => readonly Step[]) | undefined;
  return rule?.(event, context) ?? [];
}
