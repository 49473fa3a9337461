import { describe, expect, it } from 'vitest';
import { stepsFor } from '../../../electron/core/notify/rules.ts';
import { everyEvent } from '../../helpers/every-event.ts';

/** What a person is told of, or what ends something they were told of. Everything else is the activity's alone. */
const HEARD = [
  'accountChangedElsewhere',
  'accountSignedIn',
  'accountSignedOut',
  'accountSwitched',
  'agentProviderFailed',
  'allSubscriptionsFull',
  'answerRefused',
  'computerOffline',
  'computerOnline',
  'gatewayApprovalNeeded',
  'gatewayApproved',
  'gatewayStateChanged',
  'gatewaySwitched',
  'noAlternative',
  'proxyFailed',
  'proxyListening',
  'registryDisagreement',
  'registryEmpty',
  'registryRecovered',
  'registryUnreachable',
  'rolloverSummary',
  'safeModeLeft',
  'safeModeStarted',
  'settingsSetAside',
  'sharedStateLost',
  'sharedStateRestored',
  'storageFailed',
  'storageRecovered',
  'subscriptionAdded',
  'subscriptionRemoved',
  'subscriptionReplaced',
  'subscriptionSwitched',
  'subscriptionsFailed',
  'subscriptionsSetAside',
  'teeAlarm',
  'teeSelected',
  'teeSelectionFailed',
  'teeSwitched',
  'tokenInvalid',
  'updateFound',
  'updateInstalled',
  'updateInstalling',
  'updateReady',
];

describe('what the notices make of each kind of event', () => {
  it.each(everyEvent())('$type', event => {
    const context = { tellsByHand: true, wasTold: () => false, toldSince: () => undefined };
    expect(stepsFor(event, context).length > 0).toBe(HEARD.includes(event.type));
  });
});
