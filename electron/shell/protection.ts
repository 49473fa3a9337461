import type { App, Dialog } from 'electron';
import { Formats } from '../../renderer/format/formats.ts';
import { languageOf, localeOf, SENTENCES } from '../../renderer/text/index.ts';
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
  /** The locale of what is said of a crash: the system's, until the settings are known that may name another. */
  readonly language: () => string;
  /** From now on that one is asked. */
  readonly speak: (language: () => string) => void;
}

/** Options of {@link protect}. */
export interface ProtectOptions {
  readonly app: Pick<App, 'on' | 'disableHardwareAcceleration'>;
  readonly systemLocale: () => string;
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
  const { app, systemLocale, dialog, quitting, clock, home, env, version, safeMode } = options;
  const redactor = new Redactor();
  let language = systemLocale;
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
    texts: () => nativeTexts(language()),
    end: quitting.begin,
  });
  watch.start();
  quitting.onExit(() => guard.end());
  quitting.onExit(() => watch.tell());
  return {
    guard,
    watch,
    redactor,
    language: () => language(),
    speak: chosen => {
      language = chosen;
    },
  };
}

/** Options of {@link failStart}. */
export interface FailStartOptions {
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  /** The system's locale where the settings cannot be read: which language is set is what is not known then. */
  readonly locale: () => string;
  readonly clock: Clock;
  readonly quitting: Pick<Quitting, 'signal' | 'begin'>;
  /** Undefined: it failed before anything looked after crashes. */
  readonly guard: Pick<CrashGuard, 'crashed'> | undefined;
}

/** Says why the application cannot start, and ends it. */
export function failStart(
  error: unknown,
  { dialog, locale: localeNow, clock, quitting, guard }: FailStartOptions,
): void {
  // Being told to end while starting is no failure.
  if (quitting.signal.aborted) return;
  const thrown = startError(error);
  // What we refuse to start with is said; what nobody thought of is a crash.
  if (!(thrown instanceof GatehouseError)) guard?.crashed(thrown);
  const locale = localeNow();
  dialog.showErrorBox(nativeTexts(locale).cannotStart, paragraphs(thrown, locale, clock).join('\n\n'));
  quitting.begin(1);
}

/** What went wrong and what helps, in paragraphs. What only the core's own words name stands last, as they are. */
function paragraphs(thrown: unknown, locale: string, clock: Clock): readonly string[] {
  if (!(thrown instanceof GatehouseError)) return [errorMessage(thrown)];
  const { code, message, remedy } = thrown;
  const language = languageOf('auto', [locale]);
  const own = SENTENCES[language];
  const kit = { formats: new Formats(localeOf(language, [locale])), now: clock.now() };
  const said = thrown.told === undefined ? undefined : own?.told(thrown.told, kit);
  const sentence = said ?? own?.error(code);
  if (sentence === undefined) return remedy === undefined ? [message] : [message, remedy];
  const advice = own?.errorRemedy(code);
  return [sentence, ...(advice === undefined ? [] : [advice]), ...(said === undefined ? [`„${message}“`] : [])];
}
