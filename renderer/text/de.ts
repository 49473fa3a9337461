import { acts } from './de-acts.ts';
import { firstRun } from './de-first-run.ts';
import { command, connection, crash, frame, keys, sandbox, window } from './de-frame.ts';
import { activity, endpoint, gateway, head, subscriptions, tee, trouble } from './de-gates.ts';
import { gatewayDetails } from './de-gateway-details.ts';
import { safeMode } from './de-safe-mode.ts';
import * as states from './de-states.ts';
import { updates } from './de-updates.ts';
import { activityView } from './de-view-activity.ts';
import { diagnosticsView } from './de-view-diagnostics.ts';
import { gatewaysView } from './de-view-gateways.ts';
import { receiptsView } from './de-view-receipts.ts';
import { account, settingsView } from './de-view-settings.ts';
import { subscriptionsView } from './de-view-subscriptions.ts';
import { teesView } from './de-view-tees.ts';
import type { Messages } from './messages.ts';

/** German. */
export const de: Messages = {
  ...states,
  account,
  activity,
  acts,
  command,
  connection,
  crash,
  endpoint,
  firstRun,
  frame,
  gateway,
  gatewayDetails,
  head,
  keys,
  safeMode,
  sandbox,
  subscriptions,
  tee,
  trouble,
  updates,
  window,
  views: {
    activity: activityView,
    diagnostics: diagnosticsView,
    gateways: gatewaysView,
    receipts: receiptsView,
    settings: settingsView,
    subscriptions: subscriptionsView,
    tees: teesView,
  },
};
