import type { SafeModeStatus } from '../../contract/index.ts';
import { GatehouseError } from '../platform/index.ts';
import { LOOP_CRASHES, LOOP_WINDOW_MS } from './loop.ts';
import type { Crash } from './record.ts';

/** The variable that asks for safe mode. */
export const SAFE_MODE_VARIABLE = 'GATEHOUSE_SAFE_MODE';

/** What asks for safe mode, by its name, or null. The variable asks with any value but an empty one, `0` and `false`. */
export function safeModeAskedBy(isFlagged: boolean, env: Readonly<Record<string, string | undefined>>): string | null {
  if (isFlagged) return '--safe-mode';
  const value = (env[SAFE_MODE_VARIABLE] ?? '').trim().toLowerCase();
  return ['', '0', 'false', 'no', 'off'].includes(value) ? null : SAFE_MODE_VARIABLE;
}

/** The safe mode that these crashes or a person call for; null: none. */
export function safeModeStatus({
  now,
  askedBy,
  crashes,
}: {
  readonly now: number;
  readonly askedBy: string | null;
  /** Those that count, oldest first. */
  readonly crashes: readonly Crash[];
}): SafeModeStatus | null {
  const base = { since: now };
  const reason = crashes.at(-1)?.reason ?? null;
  if (crashes.length >= LOOP_CRASHES) {
    const often = `Gatehouse ended unexpectedly ${crashes.length} times within ${LOOP_WINDOW_MS / 60_000} minutes`;
    const sentence = `Safe mode: ${often}${reason === null ? '' : ` (${reason.replace(/\.$/, '')})`}.`;
    return { ...base, cause: 'crashes', crashes: crashes.length, reason, sentence };
  }
  if (askedBy === null) return null;
  return { ...base, cause: 'asked', crashes: 0, reason: null, sentence: `Safe mode: ${askedBy} asked for it.` };
}

/**
 * The safe mode of a host that nothing but damaged settings told which network to use: agents that worked on that one must
 * not be given the sandbox's answers. `keptFile`: where the damaged settings lie now; `file`: where they belong.
 */
export function lostSettingsSafeMode({
  now,
  keptFile,
  file,
}: {
  readonly now: number;
  readonly keptFile: string;
  readonly file: string;
}): SafeModeStatus {
  return {
    since: now,
    cause: 'settings',
    crashes: 0,
    reason: null,
    lostSettings: { keptFile, file },
    sentence: `Safe mode: the settings file was damaged and was moved to ${keptFile}. Without it no network is configured.`,
  };
}

/** What is told whoever asks for something that safe mode leaves alone. */
export function safeModeRefusal({ sentence, lostSettings }: SafeModeStatus): GatehouseError {
  const first =
    lostSettings === undefined ? 'Start' : `Correct that file and put it back as ${lostSettings.file}. Then start`;
  return new GatehouseError('safe_mode', `${sentence} Nothing is done by itself and no request goes out.`, {
    remedy: `${first} it normally in the window or the tray, or with: gatehouse safe-mode leave`,
  });
}
