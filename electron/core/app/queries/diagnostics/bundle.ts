import { type FileHandle, open } from 'node:fs/promises';
import { arch, platform, release } from 'node:os';
import type {
  ActivityEntry,
  DiagnosticBundle,
  DiagnosticCheck,
  SettingsDescription,
} from '../../../../contract/index.ts';
import { CrashFile, describeRecord } from '../../../crash/index.ts';
import { errorMessage } from '../../../platform/index.ts';
import { type Mask, masked, settingLines } from './mask.ts';

/** What goes into the text. */
export interface BundleParts {
  readonly now: number;
  readonly version: string;
  /** Who made it, e.g. `electron`, or `command line, no instance is running`. */
  readonly host: string;
  /** Undefined: they cannot be read, which the checks say. */
  readonly settings: SettingsDescription | undefined;
  /** The whole status as JSON-like value; null when nothing runs. */
  readonly status: unknown;
  /** Newest first. */
  readonly activity: readonly ActivityEntry[];
  readonly checks: readonly DiagnosticCheck[];
  readonly logFile: string;
  /** The home folder, whose crash file is quoted. */
  readonly home: string;
  readonly mask: Mask;
}

const MAX_STATUS_LENGTH = 60_000;
const MAX_ACTIVITY = 200;
const MAX_CRASHES = 20;
const MAX_LOG_BYTES = 65_536;

const CONTAINS = [
  'versions and platform',
  'results of the checks',
  'settings that differ from their defaults',
  'the status of the three gates',
  'the latest activity',
  'recorded crashes',
  'the end of the log',
];
const LEAVES_OUT = [
  'tokens, passwords and other secrets',
  'prompts and answers',
  'paths and queries of addresses',
  'e-mail addresses',
  'names of your folders',
];

/** The text that a person may give away. Throws only the signal's reason. */
export async function createBundle(parts: BundleParts, signal: AbortSignal): Promise<DiagnosticBundle> {
  const log = await logTail(parts.logFile, signal);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Versions', versionLines(parts)],
    ['Checks', parts.checks.map(checkLine)],
    ['Settings', settingsLines(parts.settings)],
    ['Status', statusLines(parts.status)],
    ['Activity, newest first', parts.activity.slice(0, MAX_ACTIVITY).map(activityLine)],
    ['Crashes, oldest first', crashLines(parts.home)],
    ['End of the log', log],
  ];
  const text = [
    'Gatehouse diagnostics',
    `Contains: ${CONTAINS.join('; ')}.`,
    `Does not contain: ${LEAVES_OUT.join('; ')}.`,
    ...sections.flatMap(([title, lines]) => ['', `== ${title} ==`, ...(lines.length === 0 ? ['none'] : lines)]),
    '',
  ].join('\n');
  return {
    text: masked(text, parts.mask),
    fileName: bundleName(parts.now),
    contains: [...CONTAINS],
    leavesOut: [...LEAVES_OUT],
  };
}

/** Name of the file that a bundle of that time goes into. */
export function bundleName(nowMs: number): string {
  return `gatehouse-diagnostics-${new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-')}.txt`;
}

function versionLines({ now, version, host }: BundleParts): string[] {
  const { node, electron, chrome } = process.versions;
  return [
    `made: ${new Date(now).toISOString()}`,
    `Gatehouse: ${version} (${host})`,
    `Node: ${node}${electron === undefined ? '' : `, Electron: ${electron}, Chromium: ${chrome}`}`,
    `system: ${platform()} ${release()} ${arch()}`,
  ];
}

function checkLine({ title, verdict, sentence, remedy, durationMs }: DiagnosticCheck): string {
  return `[${verdict}] ${title}: ${sentence}${remedy === null ? '' : ` → ${remedy}`} (${durationMs} ms)`;
}

function settingsLines(settings: SettingsDescription | undefined): string[] {
  if (settings === undefined) return ['They cannot be read.'];
  const lines = settings.sections.flatMap(section => settingLines(section.settings));
  return [
    `file: ${settings.file}`,
    ...settings.problems.map(({ path, problem }) => `wrong: ${path === '' ? '' : `${path}: `}${problem}`),
    ...settings.warnings.map(({ sentence }) => `ignored: ${sentence}`),
    ...(lines.length === 0 ? ['everything is at its default'] : lines),
  ];
}

function statusLines(status: unknown): string[] {
  if (status === null) return ['No instance is running with this home folder.'];
  const text = JSON.stringify(status, null, 1);
  return [text.length <= MAX_STATUS_LENGTH ? text : `${text.slice(0, MAX_STATUS_LENGTH)}… (cut)`];
}

function activityLine({ at, gate, tone, sentence, cause, count }: ActivityEntry): string {
  const times = count === 1 ? '' : ` ×${count}`;
  return `${new Date(at).toISOString()} ${gate} [${tone}] ${sentence}${cause === null ? '' : ` (${cause})`}${times}`;
}

/** They were redacted when they were written, and are once more. */
function crashLines(home: string): string[] {
  return new CrashFile(home).read().slice(-MAX_CRASHES).flatMap(describeRecord);
}

/** The last whole lines. The log was redacted when it was written, and is once more. */
async function logTail(path: string, signal: AbortSignal): Promise<string[]> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const { size } = await handle.stat();
    const start = Math.max(0, size - MAX_LOG_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n').filter(Boolean);
    return start === 0 ? lines : lines.slice(1);
  } catch (error) {
    signal.throwIfAborted();
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : [`It cannot be read: ${errorMessage(error)}`];
  } finally {
    await handle?.close();
  }
}
