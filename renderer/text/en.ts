import { acts } from './en-acts.ts';
import { firstRun } from './en-first-run.ts';
import { command, connection, crash, frame, keys, sandbox, window } from './en-frame.ts';
import { activity, endpoint, gateway, head, subscriptions, tee, trouble } from './en-gates.ts';
import { gatewayDetails } from './en-gateway-details.ts';
import { safeMode } from './en-safe-mode.ts';
import * as states from './en-states.ts';
import { updates } from './en-updates.ts';
import { activityView } from './en-view-activity.ts';
import { diagnosticsView } from './en-view-diagnostics.ts';
import { gatewaysView } from './en-view-gateways.ts';
import { receiptsView } from './en-view-receipts.ts';
import { account, settingsView } from './en-view-settings.ts';
import { subscriptionsView } from './en-view-subscriptions.ts';
import { teesView } from './en-view-tees.ts';

/** English. */
export const en = {
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
