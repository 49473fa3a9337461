import type { Page } from 'playwright-core';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { setupStatus, subscriptionsStatus } from '../helpers/snapshots.ts';
import type { Past } from './picture-answers.ts';
import {
  freshSnapshot,
  longSnapshot,
  NOW,
  offlineSnapshot,
  openSnapshot,
  pausedSnapshot,
  SWITCH,
  sandboxedSnapshot,
  shutSnapshot,
  waitingSnapshot,
} from './picture-data.ts';
import { setupCheck, setupChoices, setupSnapshot } from './setup-snapshots.ts';

/** What a kept picture shows. */
export interface Scene {
  readonly name: string;
  /** A view as people know it, not one more state of it: drawn in light and dark, each at 100 % and 200 %. */
  readonly isView?: true;
  readonly snapshot: StatusSnapshot;
  /** At 200 % on a screen with room for the whole window: the best there is to show to people. */
  readonly isLarge?: true;
  /** The fragment of the address, or the popover. */
  readonly place: string;
  /** A selector: once it matches, what was asked for has come. */
  readonly shows: string;
  readonly locale?: 'de-DE';
  readonly past?: Past;
  /** Ways to what no address leads to. */
  readonly act?: (page: Page) => Promise<void>;
}

const open = openSnapshot();
const waiting = waitingSnapshot();
const shut = shutSnapshot();
const paused = pausedSnapshot();
const offline = offlineSnapshot();
const CHART = '.chart canvas';
const GATEWAY_FOUND = {
  gateway: { host: '127.0.0.1:18789', origin: '/home/someone/.openclaw/openclaw.json', hasSecret: true, notes: [] },
  veilSession: null,
  agentServers: [],
  sandboxGateway: false,
};
const APPROVAL = setupCheck('gateway', 'checking', 'discovered does not know this computer yet.', {
  told: { code: 'gateway', name: 'discovered', other: '127.0.0.1:18789', reason: 'pairing' },
  remedy: {
    code: 'gateway.pairing',
    text: "Run the approval command on the gateway's computer.",
    shellCommand: 'openclaw devices approve 6f6d7c1e-9f7a-4b43-8a51-3c2a4d5e6f70',
  },
});
const CHAIN_FAILED = setupCheck('chain', 'failed', 'rpc.example did not answer within 10 s.', {
  told: { code: 'error', error: 'registry_unreachable' },
  remedy: {
    code: 'setup_check_rpc',
    text: 'Check the RPC address and the connection of this computer, then check again.',
  },
});
const CHOOSING = setupCheck('tee', 'waiting', 'Choosing a TEE.', { told: { code: 'setup_tee_choosing' } });
const CHECKING = { startedAt: NOW, endsAt: NOW + 60_000 };

const VIEWS: readonly Scene[] = [
  { name: 'overview', isView: true, snapshot: open, place: 'overview', shows: CHART },
  { name: 'overview-large', isLarge: true, snapshot: open, place: 'overview', shows: CHART },
  { name: 'overview-german', snapshot: open, place: 'overview', shows: CHART, locale: 'de-DE' },
  { name: 'overview-waiting', snapshot: waiting, place: 'overview', shows: '.band code' },
  { name: 'overview-shut', snapshot: shut, place: 'overview', shows: '.band.broken' },
  { name: 'overview-paused', snapshot: paused, place: 'overview', shows: CHART },
  { name: 'overview-offline', isView: true, snapshot: offline, place: 'overview', shows: '.gate.old' },
  { name: 'overview-offline-german', snapshot: offline, place: 'overview', shows: '.gate.old', locale: 'de-DE' },
  { name: 'overview-sandbox', snapshot: sandboxedSnapshot(), place: 'overview', shows: CHART },
  { name: 'overview-fresh', snapshot: freshSnapshot(), place: 'overview', shows: '.activity .empty', past: 'empty' },
  { name: 'activity', isView: true, snapshot: open, place: 'activity', shows: 'a.line' },
  { name: 'activity-detail', isView: true, snapshot: open, place: `activity?id=${SWITCH.id}`, shows: '.detail h2' },
  {
    name: 'activity-german',
    snapshot: open,
    place: `activity?id=${SWITCH.id}`,
    shows: '.detail h2',
    locale: 'de-DE',
  },
  { name: 'activity-empty', snapshot: freshSnapshot(), place: 'activity', shows: '.empty-state', past: 'empty' },
  { name: 'gateways', isView: true, snapshot: open, place: 'gateways', shows: CHART },
  { name: 'gateways-waiting', snapshot: waiting, place: 'gateways', shows: '.command-line' },
  { name: 'gateways-offline', snapshot: offline, place: 'gateways', shows: '.band.connection' },
  { name: 'tees', isView: true, snapshot: open, place: 'tees', shows: CHART },
  { name: 'tees-shut', snapshot: shut, place: 'tees', shows: '.band' },
  { name: 'subscriptions', isView: true, snapshot: open, place: 'subscriptions', shows: 'tbody tr' },
  {
    name: 'subscriptions-detail',
    snapshot: open,
    place: 'subscriptions?id=id-of-team-max-1',
    shows: `.detail ${CHART}`,
  },
  { name: 'subscriptions-german', snapshot: open, place: 'subscriptions', shows: 'tbody tr', locale: 'de-DE' },
  {
    name: 'subscriptions-rotate',
    snapshot: open,
    place: 'subscriptions',
    shows: 'tbody tr',
    act: async page => {
      await page.locator('.view-head .button.primary').click();
      await page.locator('.plan-lines li').first().waitFor();
    },
  },
  { name: 'receipts', isView: true, snapshot: open, place: 'receipts', shows: 'tbody tr' },
  { name: 'receipts-detail', isView: true, snapshot: open, place: 'receipts?id=receipt-3', shows: '.detail h2' },
  { name: 'receipts-empty', snapshot: freshSnapshot(), place: 'receipts', shows: '.empty-state', past: 'empty' },
  { name: 'settings', isView: true, snapshot: open, place: 'settings', shows: '.setting' },
  { name: 'settings-german', snapshot: open, place: 'settings', shows: '.setting', locale: 'de-DE' },
  { name: 'diagnostics', isView: true, snapshot: open, place: 'diagnostics', shows: 'tbody tr' },
  {
    name: 'keys',
    snapshot: open,
    place: 'overview',
    shows: CHART,
    act: page => page.keyboard.press('?'),
  },
];

const POPOVERS: readonly Scene[] = [
  { name: 'popover', isView: true, snapshot: open, place: 'popover', shows: CHART },
  { name: 'popover-german', snapshot: open, place: 'popover', shows: CHART, locale: 'de-DE' },
  { name: 'popover-long', snapshot: longSnapshot(), place: 'popover', shows: CHART },
  { name: 'popover-waiting', snapshot: waiting, place: 'popover', shows: '.pop-trouble' },
  { name: 'popover-shut', snapshot: shut, place: 'popover', shows: '.pop-trouble' },
  { name: 'popover-offline', isView: true, snapshot: offline, place: 'popover', shows: '.pop-gate.old' },
  { name: 'popover-paused', snapshot: paused, place: 'popover', shows: CHART },
];

const FIRST_RUN: readonly Omit<Scene, 'place' | 'shows'>[] = [
  { name: 'first-run-network', isView: true, snapshot: setupSnapshot(NOW, 'network') },
  {
    name: 'first-run-failed',
    snapshot: setupSnapshot(NOW, 'network', {
      setup: setupChoices({ network: 'sandbox' }),
      step: { state: 'failed', checks: [CHAIN_FAILED, CHOOSING] },
    }),
  },
  {
    name: 'first-run-gateway',
    isView: true,
    snapshot: setupSnapshot(NOW, 'gateway', { setup: { found: GATEWAY_FOUND } }),
  },
  {
    name: 'first-run-approval',
    snapshot: setupSnapshot(NOW, 'gateway', {
      setup: {
        found: GATEWAY_FOUND,
        ...setupChoices({ network: 'sandbox', gateway: 'found', gatewayName: 'discovered' }),
      },
      step: { state: 'checking', checking: CHECKING, checks: [APPROVAL] },
    }),
  },
  {
    name: 'first-run-subscriptions',
    isView: true,
    snapshot: setupSnapshot(NOW, 'subscriptions', { snapshot: { subscriptions: open.subscriptions } }),
  },
  {
    name: 'first-run-none',
    snapshot: setupSnapshot(NOW, 'subscriptions', { snapshot: { subscriptions: subscriptionsStatus() } }),
  },
  {
    name: 'first-run-login',
    isView: true,
    snapshot: setupSnapshot(NOW, 'login-item', { setup: { loginItem: { isOn: true } } }),
  },
];

const FIRST_POPOVER: Scene = {
  name: 'first-run-popover',
  snapshot: { ...setupSnapshot(NOW, 'network'), setup: setupStatus({ needed: true }) },
  place: 'popover',
  shows: '.message h1',
};

/** Every view, in every state that looks different. The tray's icons are drawn apart: `picture-tray.ts`. */
export const SCENES: readonly Scene[] = [
  ...VIEWS,
  ...POPOVERS,
  ...FIRST_RUN.map(scene => ({ ...scene, place: 'overview', shows: '.first-run h1' })),
  FIRST_POPOVER,
];
