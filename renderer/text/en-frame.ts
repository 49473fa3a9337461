import type { View } from '../../electron/contract/index.ts';

const names: Readonly<Record<View, string>> = {
  overview: 'Overview',
  activity: 'Activity',
  gateways: 'Gateways',
  tees: 'TEEs',
  subscriptions: 'Subscriptions',
  receipts: 'Receipts',
  diagnostics: 'Diagnostics',
  settings: 'Settings',
};

/** English: the frame around the views, and the parts that all of them share. */
export const frame = {
  names,
  groups: { gates: 'Gates', records: 'Records' },
  viewTitle: (name: string) => `Gatehouse: ${name}`,
  usableOf: (usable: string, all: string) => `${usable} of ${all} usable`,
  offline: 'This computer is offline',
  offlineDetail: (time: string) =>
    `Since ${time}. Gatehouse tries less often, and goes on by itself when the network is back.`,
  offlineBrief: (time: string) => `Since ${time}. Goes on by itself.`,
  pause: 'Pause…',
  resume: 'Resume',
  pauseTitle: 'Pause Gatehouse',
  pauseDetail: 'Nothing is rotated or reconnected meanwhile. What is under way goes on.',
  pauseHour: 'For 1 hour',
  pauseTomorrow: 'Until tomorrow',
  pauseResumed: 'Until resumed',
  rotateTitle: 'Rotate a subscription',
  rotateDetail: 'No job is interrupted: what runs goes on, what comes next uses another subscription.',
  rotateAll: 'All agents',
  rotateFrom: (subscription: string) => `on ${subscription}`,
  rotateNone: 'on none',
  switchTitle: 'Switch gateway',
  switchDetail: 'The one that is chosen stays in use until another one is chosen.',
  switchAutomatic: 'Choose automatically',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  search: 'Search',
  failed: 'This could not be loaded',
  tryAgain: 'Try again',
  copyDiagnosis: 'Copy diagnosis',
  rowCopied: (id: string) => `Copied ${id}`,
  details: 'Details',
  notSetUp: 'Not set up',
  setUp: 'Set up…',
  showAll: 'Show all',
  openWindow: 'Open window',
  defaultValue: (value: string) => `Default: ${value}`,
  reset: 'Reset',
  resetName: (name: string) => `Reset ${name}`,
};

export const window = {
  title: (headline: string) => `${headline}: Gatehouse`,
  views: 'Views',
  version: (version: string) => `Version ${version}`,
  home: (folder: string) => `Kept in ${folder}`,
  host: { electron: 'Desktop application', headless: 'Headless host' },
  keys: 'Keyboard',
};

export const sandbox = {
  title: 'Sandbox: nothing here is a real network',
  inferenceOnly: 'Sandbox: private inference here is no real network',
  detail: (seed: string) => `Chain, relay and TEEs run inside this application, seed ${seed}. Answers are made up.`,
  realGateway: 'The gateway is a real one.',
};

export const connection = {
  waiting: 'Waiting for Gatehouse to answer.',
  lost: 'The connection to Gatehouse is lost.',
  lostDetail: (time: string) => `What is shown is as of ${time}.`,
  retry: (seconds: string) => `Next attempt in ${seconds} s.`,
  retrying: 'Trying again.',
  tryNow: 'Try now',
  asOf: (time: string) => `as of ${time}`,
  signedOut: 'This browser is not signed in',
  linkUsed: 'The link was already used, or is from an earlier run. Each link signs in one browser, once.',
  noLink: 'The page is open, but without the link that belongs to it.',
  signIn: 'Open the link that Gatehouse printed when it started. For another one, start it again.',
};

export const keys = {
  title: 'Keyboard',
  rotate: 'Rotate TEE',
  reconnect: 'Reconnect gateway',
  rotateSubscription: 'Rotate a subscription…',
  copyEndpoint: 'Copy endpoint',
  pause: 'Pause or resume',
  views: 'Views, in the order of the sidebar',
  settings: 'Settings',
  search: 'Search in the view',
  pane: 'Next pane',
  inLists: 'In lists',
  detail: 'Details of the row',
  copyId: "Copy the row's id",
  back: 'Back, close',
  hide: 'Hide the window',
  list: 'This list',
  close: 'Close',
};

export const crash = {
  title: 'This page stopped working',
  detail: 'Gatehouse itself keeps running. Reload the page.',
  reload: 'Reload',
};

export const command = {
  noAnswer: 'No answer within 10 s. As far as is known, nothing was changed.',
  notReached: 'Gatehouse could not be reached. As far as is known, nothing was changed.',
};
