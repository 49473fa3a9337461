import type { UpdateBusy } from '../../electron/contract/index.ts';

const counted = (count: number, what: string): string[] =>
  count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];

/** English: updates, as the settings show them. */
export const updates = {
  version: 'Version',
  lastCheck: 'Last check',
  never: 'never',
  nextCheck: (time: string) => `next ${time}`,
  lastUpdate: 'Last update',
  updated: (from: string, to: string, time: string) => `from ${from} to ${to}, ${time}`,
  notes: (version: string) => `What is new in ${version}`,
  size: (megabytes: string) => `${megabytes} MB to download`,
  downloading: (version: string) => `Downloading Gatehouse ${version}.`,
  progress: (version: string) => `Download of Gatehouse ${version}`,
  loaded: (megabytes: string) => `${megabytes} MB`,
  check: 'Check now',
  checking: 'Checking…',
  download: 'Download',
  restart: 'Restart and update',
  restartNow: 'Restart now…',
  later: 'Later',
  waitTitle: (version: string) => `Update to ${version} now?`,
  waitDetail: (what: string) =>
    `Under way: ${what}. Gatehouse restarts as soon as all of it has ended; until then everything goes on.`,
  waitConfirm: 'Restart when done',
  nowTitle: 'Restart now?',
  nowDetail: (what: string) =>
    `Under way: ${what}. What runs is given at most 10 s to end; what takes longer is cut off.`,
  nowConfirm: 'Restart now',
  copyCommand: 'Copy the command',
  busy: ({ requests, jobs, rotations, isSigningIn, isSettingUp }: UpdateBusy): string =>
    [
      ...counted(requests, 'request'),
      ...counted(jobs, 'job'),
      ...counted(rotations, 'rotation'),
      ...(isSigningIn ? ['a sign-in'] : []),
      ...(isSettingUp ? ['the set-up'] : []),
    ].join(', '),
};
