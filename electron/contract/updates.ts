import { z } from 'zod';

/** What happens by itself. `off`: nothing is asked for; `notify`: it looks and tells; `download`: it downloads too, and
 * installs when the application is quit; `automatic`: it also restarts while nothing runs and nobody is there. */
export const UpdateMode = z.enum(['off', 'notify', 'download', 'automatic']);
export type UpdateMode = z.infer<typeof UpdateMode>;

/** `beta`: versions that are tried out before everybody gets them. */
export const UpdateChannel = z.enum(['latest', 'beta']);
export type UpdateChannel = z.infer<typeof UpdateChannel>;

/** How this copy came here, which decides who updates it. `unpacked`: an archive somebody took apart. */
export const PackageKind = z.enum([
  'appimage',
  'nsis',
  'mac',
  'deb',
  'rpm',
  'unpacked',
  'development',
  'npm',
  'container',
]);
export type PackageKind = z.infer<typeof PackageKind>;

/** What an update waits for. All zero or false: nothing. */
export const UpdateBusy = z.object({
  requests: z.number(),
  jobs: z.number(),
  rotations: z.number(),
  isSigningIn: z.boolean(),
  isSettingUp: z.boolean(),
});
export type UpdateBusy = z.infer<typeof UpdateBusy>;

/** Where an update stands. Times are milliseconds since the epoch. */
export const UpdateState = z.discriminatedUnion('state', [
  /** This copy cannot even look; the sentence says why, the remedy what to do instead. */
  z.object({ state: z.literal('unsupported') }),
  /** Nothing newer is known. */
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('checking') }),
  /** `isHeldBack`: it went wrong here before, so only a person installs it. */
  z.object({
    state: z.literal('available'),
    version: z.string(),
    notes: z.string().nullable(),
    sizeBytes: z.number().nullable(),
    isHeldBack: z.boolean(),
  }),
  /** `percent` null: the size is not known. */
  z.object({
    state: z.literal('downloading'),
    version: z.string(),
    percent: z.number().nullable(),
    transferredBytes: z.number(),
  }),
  /** Verified. Installed when the application is quit, or restarted. */
  z.object({ state: z.literal('ready'), version: z.string(), notes: z.string().nullable() }),
  /** A restart was asked for, and waits until nothing runs. */
  z.object({ state: z.literal('waiting'), version: z.string(), busy: UpdateBusy }),
  z.object({ state: z.literal('installing'), version: z.string() }),
  /** The running version goes on. `retryAt` null: only a person tries again. */
  z.object({
    state: z.literal('failed'),
    step: z.enum(['check', 'download', 'install']),
    code: z.string(),
    version: z.string().nullable(),
    retryAt: z.number().nullable(),
  }),
]);
export type UpdateState = z.infer<typeof UpdateState>;

/** Updates of this copy. */
export const UpdatesStatus = z.object({
  /** Of the running version, without the build. */
  version: z.string(),
  package: PackageKind,
  /** Whether an update can be downloaded and installed from here; false: it is only told. */
  canInstall: z.boolean(),
  mode: UpdateMode,
  channel: UpdateChannel,
  /** Whether what is ready is installed when the application is quit; not in safe mode. */
  installsAtQuit: z.boolean(),
  update: UpdateState,
  sentence: z.string(),
  /** What a person can do: a sentence, and a command for a terminal where there is one. */
  remedy: z.object({ text: z.string(), shellCommand: z.string().optional() }).nullable(),
  /** Where every version can be downloaded; null: not known. */
  page: z.string().nullable(),
  lastCheckedAt: z.number().nullable(),
  nextCheckAt: z.number().nullable(),
  /** The last update that ran here. */
  lastUpdate: z.object({ from: z.string(), to: z.string(), at: z.number() }).nullable(),
});
export type UpdatesStatus = z.infer<typeof UpdatesStatus>;

/** What happened to updates, past tense, for the activity log and the notifications. */
export type UpdateEvent =
  | { readonly type: 'updateFound'; readonly at: number; readonly version: string; readonly mode: UpdateMode }
  /** Downloaded and verified. */
  | { readonly type: 'updateReady'; readonly at: number; readonly version: string; readonly mode: UpdateMode }
  | { readonly type: 'updateInstalling'; readonly at: number; readonly from: string; readonly to: string }
  /** The first start of another version. */
  | { readonly type: 'updateInstalled'; readonly at: number; readonly from: string; readonly to: string }
  | {
      readonly type: 'updateFailed';
      readonly at: number;
      readonly step: 'check' | 'download' | 'install';
      readonly code: string;
      readonly version: string | null;
      readonly reason: string;
      readonly remedy: string | null;
    };

/** The commands about updates. */
export const UPDATE_COMMANDS = [
  /** Looks now, also when nothing is looked for by itself. */
  z.object({ name: z.literal('checkForUpdates') }),
  z.object({ name: z.literal('downloadUpdate') }),
  /** Restarts into the update as soon as nothing runs. `now`: what runs is given the time that a quit gives it. */
  z.object({ name: z.literal('installUpdate'), now: z.boolean().optional() }),
  /** Takes back `installUpdate` while it waits. */
  z.object({ name: z.literal('postponeUpdate') }),
] as const;

export type UpdateCommand = z.infer<(typeof UPDATE_COMMANDS)[number]>;
