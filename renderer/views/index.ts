import type { View } from '../../electron/contract/index.ts';
import type { ViewComponent } from '../state/view-context.ts';
import { Activity } from './activity/index.tsx';
import { Diagnostics } from './diagnostics/index.tsx';
import { Gateways } from './gateways/index.tsx';
import { Overview } from './overview/index.tsx';
import { Receipts } from './receipts/index.tsx';
import { Settings } from './settings/index.tsx';
import { Subscriptions } from './subscriptions/index.tsx';
import { Tees } from './tees/index.tsx';

/** The component of each view. */
export const VIEW_TABLE: Readonly<Record<View, ViewComponent>> = {
  overview: Overview,
  activity: Activity,
  gateways: Gateways,
  tees: Tees,
  subscriptions: Subscriptions,
  receipts: Receipts,
  diagnostics: Diagnostics,
  settings: Settings,
};
