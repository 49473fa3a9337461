import type { DiagnosticBundle } from '../../../../contract/index.ts';
import { inspectSettings } from '../../../config/index.ts';
import { type Clock, Redactor, type SecretScrubber } from '../../../platform/index.ts';
import { ActivityBook, ActivityFile } from '../../../status/index.ts';
import { createBundle } from './bundle.ts';
import { runChecks } from './check.ts';
import { diskCheck, logCheck, settingsCheck } from './local-checks.ts';

/** What {@link offlineBundle} looks at. */
export interface OfflineBundleOptions {
  readonly home: string;
  readonly settingsFile: string;
  readonly logFile: string;
  readonly activityFile: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userFolder: string;
  readonly version: string;
  /** Why no running instance answers, in a few words. */
  readonly why: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const SHOWN_ACTIVITY = 200;
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|API_?KEY/i;

/**
 * The bundle while no host answers, however broken the settings are: what the disk tells. Opens no secrets, so that it
 * works where they cannot be opened; logs and activity were cleaned when they were written. Throws only the signal's reason.
 */
export async function offlineBundle(options: OfflineBundleOptions): Promise<DiagnosticBundle> {
  const { home, settingsFile, logFile, activityFile, env, userFolder, version, why, clock, signal } = options;
  const scrubber = scrubberFor(env);
  const silent = { warn: () => undefined };
  const settings = await inspectSettings({ path: settingsFile, env, signal });
  const book = new ActivityBook();
  book.load(await new ActivityFile(activityFile, silent).read(signal));
  const checks = await runChecks(
    [settingsCheck(() => settings), diskCheck(home, () => null), logCheck(logFile)],
    clock,
    signal,
  );
  return createBundle(
    {
      now: clock.now(),
      version,
      host: `command line, ${why}`,
      settings,
      status: null,
      activity: book.newest(SHOWN_ACTIVITY),
      checks,
      logFile,
      home,
      mask: { scrubber, home, userFolder },
    },
    signal,
  );
}

/** Knows at least what the environment holds. */
function scrubberFor(env: OfflineBundleOptions['env']): SecretScrubber {
  const redactor = new Redactor();
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value.length >= 8 && SECRET_NAME.test(name)) redactor.add(value);
  }
  return redactor;
}
