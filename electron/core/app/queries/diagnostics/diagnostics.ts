import type { DiagnosticBundle, DiagnosticReport, StatusSnapshot } from '../../../../contract/index.ts';
import type { SettingsDesk } from '../../../config/index.ts';
import { type Clock, cleanTold, type SecretScrubber, type SecretStore } from '../../../platform/index.ts';
import type { ActivityBook } from '../../../status/index.ts';
import type { StorageWatch } from '../../../storage/index.ts';
import { createBundle } from './bundle.ts';
import { type Check, runChecks } from './check.ts';
import { gateVerdicts } from './gate-checks.ts';
import { diskCheck, logCheck, secretsCheck, settingsCheck } from './local-checks.ts';
import { type NetworkCheckParts, networkChecks } from './network-checks.ts';

/** What {@link Diagnostics} looks at. */
export interface DiagnosticsParts extends NetworkCheckParts {
  readonly desk: SettingsDesk;
  readonly secrets: SecretStore;
  readonly book: ActivityBook;
  readonly scrubber: SecretScrubber;
  readonly clock: Clock;
  readonly version: string;
  readonly host: StatusSnapshot['app']['host'];
  readonly home: string;
  readonly userFolder: string;
  readonly logFile: string;
  readonly storage: Pick<StorageWatch, 'status'>;
}

const SHOWN_ACTIVITY = 200;

/** Looks at a running host and what it depends on, and writes it up. Changes nothing. */
export class Diagnostics {
  readonly #parts: DiagnosticsParts;
  readonly #checks: readonly Check[];
  #running: Promise<DiagnosticReport> | undefined;

  constructor(parts: DiagnosticsParts) {
    const { desk, secrets, home, logFile, storage } = parts;
    this.#parts = parts;
    this.#checks = [
      settingsCheck(() => desk.describe()),
      secretsCheck(
        () => [secrets.description, secrets.told],
        signal => secrets.names(signal),
      ),
      diskCheck(home, () => storage.status()),
      logCheck(logFile),
      ...networkChecks(parts),
    ];
  }

  /**
   * All checks, or `only` those with these ids, side by side, 6 s at most. Several calls for all at once are one. Throws
   * the signal's reason.
   */
  async report(signal: AbortSignal, only?: readonly string[]): Promise<DiagnosticReport> {
    if (only !== undefined) {
      return this.#report(
        signal,
        this.#checks.filter(({ id }) => only.includes(id)),
      );
    }
    // Whoever asks second waits for the first one's answer, and not for its end.
    const running = this.#running;
    if (running !== undefined) return running.catch(() => this.#report(signal));
    this.#running = this.#report(signal).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** The text that a person may give away. Throws the signal's reason. */
  async bundle(signal: AbortSignal): Promise<DiagnosticBundle> {
    const { clock, version, host, desk, snapshot, book, logFile, scrubber, home, userFolder } = this.#parts;
    const { gates, checks } = await this.report(signal);
    return createBundle(
      {
        now: clock.now(),
        version,
        host,
        settings: desk.describe(),
        // The activity has a section of its own.
        status: { ...snapshot(), activity: undefined },
        activity: book.newest(SHOWN_ACTIVITY),
        checks: [...gates, ...checks],
        logFile,
        home,
        mask: { scrubber, home, userFolder },
      },
      signal,
    );
  }

  async #report(signal: AbortSignal, wanted = this.#checks): Promise<DiagnosticReport> {
    const { clock, snapshot, scrubber, logFile } = this.#parts;
    const startedMs = clock.monotonicMs();
    const checks = await runChecks(wanted, clock, signal);
    const clean = checks.map(check => ({
      ...check,
      sentence: scrubber.redact(check.sentence),
      ...(check.told === undefined ? {} : { told: cleanTold(check.told, text => scrubber.redact(text)) }),
      remedy: check.remedy === null ? null : scrubber.redact(check.remedy),
    }));
    const checkedAt = clock.now();
    const durationMs = Math.round(clock.monotonicMs() - startedMs);
    return {
      checkedAt,
      durationMs,
      gates: gateVerdicts(snapshot(), checkedAt),
      checks: clean,
      available: this.#checks.map(({ id, gate, title }) => ({ id, gate, title })),
      logFile,
    };
  }
}
