import type { UpdateBusy, UpdateMode, UpdateState, UpdatesStatus } from '../../contract/index.ts';
import type { UpdateError } from './errors.ts';

/** What {@link describeUpdate} reads beside the state. */
export interface UpdateSurroundings {
  readonly version: string;
  readonly mode: UpdateMode;
  /** It is not installed when the application is quit, because of safe mode. */
  readonly isWithheld: boolean;
  readonly canInstall: boolean;
  readonly page: string | null;
  readonly lastCheckedAt: number | null;
  /** For a copy that is not updated from here. */
  readonly instead: UpdateInstead | null;
  readonly error: UpdateError | null;
}

/** Why a copy is not updated from here, and what to do instead. */
export interface UpdateInstead {
  readonly sentence: string;
  readonly remedy: NonNullable<UpdatesStatus['remedy']>;
}

/** The state in words. */
export function describeUpdate(
  update: UpdateState,
  { version, mode, isWithheld, canInstall, page, lastCheckedAt, instead, error }: UpdateSurroundings,
): Pick<UpdatesStatus, 'sentence' | 'remedy'> {
  switch (update.state) {
    case 'unsupported':
      return {
        sentence: instead?.sentence ?? 'This copy does not look for updates.',
        remedy: instead?.remedy ?? null,
      };
    case 'idle':
      if (lastCheckedAt !== null) return plain(`Gatehouse ${version} is the newest version.`);
      return plain(mode === 'off' ? 'Gatehouse does not look for updates by itself.' : 'Nothing was looked for yet.');
    case 'checking':
      return plain('Looking for a newer version.');
    case 'available':
      return {
        sentence: `Gatehouse ${update.version} is available; ${version} is running.`,
        remedy: availableRemedy(update, { canInstall, page, instead }),
      };
    case 'downloading':
      return plain(
        `Downloading Gatehouse ${update.version}${update.percent === null ? '' : `: ${Math.floor(update.percent)}%`}.`,
      );
    case 'ready':
      return {
        sentence: `Gatehouse ${update.version} is downloaded and verified. ${
          isWithheld ? 'In safe mode it is not installed by itself.' : 'It is installed when Gatehouse is quit.'
        }`,
        remedy: { text: 'Restart to update now.' },
      };
    case 'waiting':
      return plain(
        `Gatehouse restarts into ${update.version} as soon as nothing runs. Now: ${busyText(update.busy) || 'nothing'}.`,
      );
    case 'installing':
      return plain(`Restarting into Gatehouse ${update.version}.`);
    case 'failed':
      return {
        sentence: `${error?.message ?? 'The update failed.'} Gatehouse ${version} goes on running.`,
        remedy: error?.remedy === undefined ? null : { text: error.remedy },
      };
  }
}

function plain(sentence: string): Pick<UpdatesStatus, 'sentence' | 'remedy'> {
  return { sentence, remedy: null };
}

function availableRemedy(
  { isHeldBack }: Extract<UpdateState, { state: 'available' }>,
  { canInstall, page, instead }: Pick<UpdateSurroundings, 'canInstall' | 'page' | 'instead'>,
): UpdatesStatus['remedy'] {
  if (!canInstall) return instead?.remedy ?? (page === null ? null : { text: `Download it from ${page}.` });
  return {
    text: isHeldBack ? 'It is not installed by itself. Download it if you want it.' : 'Download it.',
  };
}

/** `2 requests, 1 job`; empty when nothing runs. */
export function busyText({ requests, jobs, rotations, isSigningIn, isSettingUp }: UpdateBusy): string {
  return [
    ...counted(requests, 'request'),
    ...counted(jobs, 'job'),
    ...counted(rotations, 'rotation'),
    ...(isSigningIn ? ['a sign-in'] : []),
    ...(isSettingUp ? ['the set-up'] : []),
  ].join(', ');
}

function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];
}
