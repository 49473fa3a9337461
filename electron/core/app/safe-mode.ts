import type { Command, CommandResult, EmitEvent, SafeModeStatus } from '../../contract/index.ts';
import { safeModeRefusal, type UnexpectedEnd } from '../crash/index.ts';
import { type Clock, GatehouseError } from '../platform/index.ts';

/** What a host knows of the runs before this one. */
export interface CrashAccess {
  readonly ended: UnexpectedEnd | null;
  readonly safeMode: SafeModeStatus | null;
  /** A person has left safe mode: the crashes that led to it count no more. */
  readonly onLeft: () => void;
}

/** Options of {@link SafeMode}. */
export interface SafeModeOptions {
  /** Undefined: this host does not look after crashes. */
  readonly access: CrashAccess | undefined;
  readonly clock: Clock;
  readonly emit: EmitEvent;
  /** Opens what safe mode left closed, from the settings as they are now. Throws why it cannot. */
  readonly open: () => Promise<void>;
}

/** What works without anything being open: a way out, a report, and putting settings and secrets right. */
const ALLOWED: ReadonlySet<Command['name']> = new Set([
  'leaveSafeMode',
  'setSetting',
  'resetSettings',
  'saveDiagnostics',
  'saveReceipt',
  'exportActivity',
  'restartHost',
  'checkForUpdates',
  'downloadUpdate',
  'installUpdate',
  'postponeUpdate',
  'noticeNetwork',
  'showFile',
  'setSecret',
  'deleteSecret',
  'listSecrets',
  'noticeSecret',
  'moveSecrets',
]);

/** Whether this run leaves everything closed because the ones before it crashed or its settings were lost, and the way out of it. */
export class SafeMode {
  readonly #options: SafeModeOptions;
  #current: SafeModeStatus | null;
  #leaving: Promise<CommandResult> | undefined;

  constructor(options: SafeModeOptions) {
    this.#options = options;
    this.#current = options.access?.safeMode ?? null;
  }

  /** Null: a run like any other. */
  status(): SafeModeStatus | null {
    return this.#current;
  }

  /** Says what this start has found out. */
  tell(): void {
    const { access, clock, emit } = this.#options;
    const at = clock.now();
    if (access?.ended) emit({ type: 'endedUnexpectedly', at, how: access.ended.how, reason: access.ended.reason });
    if (this.#current === null) return;
    emit({ type: 'safeModeStarted', at, cause: this.#current.cause, sentence: this.#current.sentence });
  }

  /** Throws `safe_mode` for a command that nothing could carry out now. */
  admit(command: Command): void {
    if (this.#current !== null && !ALLOWED.has(command.name)) throw safeModeRefusal(this.#current);
  }

  /** Opens everything. Throws why that is not possible, and it is safe mode still. */
  leave(): Promise<CommandResult> {
    this.#leaving ??= this.#leave().finally(() => {
      this.#leaving = undefined;
    });
    return this.#leaving;
  }

  async #leave(): Promise<CommandResult> {
    const { access, clock, emit, open } = this.#options;
    const before = this.#current;
    if (before === null) {
      return { changed: false, told: { code: 'not_in_safe_mode' }, sentence: 'Gatehouse is not in safe mode.' };
    }
    this.#current = null;
    try {
      await open();
    } catch (error) {
      this.#current = before;
      throw error;
    }
    access?.onLeft();
    emit({ type: 'safeModeLeft', at: clock.now() });
    return {
      changed: true,
      told: { code: 'safe_mode_left' },
      sentence: 'Safe mode was left, and everything is open again.',
    };
  }
}

/** A host that cannot open its network anew has to be started anew. */
export function onlyAnew(): GatehouseError {
  return new GatehouseError('safe_mode_host', 'This host cannot leave safe mode while it runs.', {
    remedy: 'Start Gatehouse again.',
  });
}
