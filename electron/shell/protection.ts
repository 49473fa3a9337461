import type { App, Dialog } from 'electron';
import { CrashFile, CrashGuard, safeModeAskedBy, wantsSoftwareRendering } from '../core/crash/index.ts';
import { type Clock, errorMessage, GatehouseError, Redactor } from '../core/platform/index.ts';
import { startError } from '../core/storage/index.ts';
import { CrashWatch } from './crash-watch.ts';
import { nativeTexts } from './native-texts.ts';
import type { Quitting } from './quitting.ts';

/** What looks after crashes, from the first moment on. */
export interface Protection {
  readonly guard: CrashGuard;
  readonly watch: CrashWatch;
  readonly redactor: Redactor;
}

/** Options of {@link protect}. */
export interface ProtectOptions {
  readonly app: Pick<App, 'on' | 'disableHardwareAcceleration' | 'getLocale'>;
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  readonly quitting: Quitting;
  readonly clock: Clock;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** With the build. */
  readonly version: string;
  /** Asked for by this start's arguments. */
  readonly safeMode: boolean;
}

/** Before the runtime is ready: whether it may use the graphics processor is decided then. */
export function protect(options: ProtectOptions): Protection {
  const { app, dialog, quitting, clock, home, env, version, safeMode } = options;
  const redactor = new Redactor();
  const isSoftwareRendered = wantsSoftwareRendering(new CrashFile(home).read(), clock.now());
  if (isSoftwareRendered) app.disableHardwareAcceleration();
  const guard = new CrashGuard({
    home,
    clock,
    scrubber: redactor,
    host: 'electron',
    version,
    askedBy: safeModeAskedBy(safeMode, env),
    isSoftwareRendered,
  });
  const watch = new CrashWatch({
    app,
    dialog,
    guard,
    scrubber: redactor,
    texts: () => nativeTexts(app.getLocale()),
    end: quitting.begin,
  });
  watch.start();
  quitting.onExit(() => guard.end());
  quitting.onExit(() => watch.tell());
  return { guard, watch, redactor };
}

/** Options of {@link failStart}. */
export interface FailStartOptions {
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  readonly quitting: Pick<Quitting, 'signal' | 'begin'>;
  /** Undefined: it failed before anything looked after crashes. */
  readonly guard: Pick<CrashGuard, 'crashed'> | undefined;
}

/** Says why the application cannot start, and ends it. */
export function failStart(error: unknown, { dialog, quitting, guard }: FailStartOptions): void {
  // Being told to end while starting is no failure.
  if (quitting.signal.aborted) return;
  const thrown = startError(error);
  // What we refuse to start with is said; what nobody thought of is a crash.
  if (!(thrown instanceof GatehouseError)) guard?.crashed(thrown);
  const remedy = thrown instanceof GatehouseError ? thrown.remedy : undefined;
  dialog.showErrorBox('Gatehouse cannot start', [errorMessage(thrown), remedy].filter(Boolean).join('\n\n'));
  quitting.begin(1);
}
