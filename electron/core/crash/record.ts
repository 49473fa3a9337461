import { z } from 'zod';

/** What a date can be made of: a damaged line must not end whoever writes it in a report. */
const Time = z.number().min(0).max(8.64e15);
const Base = z.object({ at: Time });

/** One line of the crash file. Times are milliseconds since the epoch. */
export const CrashRecord = z.discriminatedUnion('kind', [
  /** A run ended by an error that nothing caught (`exception`), or without a word (`vanished`). */
  Base.extend({
    kind: z.literal('crash'),
    how: z.enum(['exception', 'vanished']),
    /** Within the first minute. */
    isEarly: z.boolean(),
    run: z.string(),
    host: z.string(),
    version: z.string(),
    startedAt: Time,
    reason: z.string().nullable(),
    stack: z.string().nullable(),
  }),
  /** The computer was restarted, or lost its power, while a run was under way. */
  Base.extend({ kind: z.literal('restarted'), run: z.string(), startedAt: Time }),
  /** A helper process of the desktop runtime ended, e.g. of type `GPU`. */
  Base.extend({ kind: z.literal('gone'), process: z.string(), reason: z.string(), exitCode: z.number() }),
  /** A run proved good, or a person left safe mode: earlier crashes count no more. */
  Base.extend({ kind: z.literal('reset') }),
]);
export type CrashRecord = z.infer<typeof CrashRecord>;
export type Crash = Extract<CrashRecord, { kind: 'crash' }>;

/** The record of a line, or undefined for one that is damaged or of another version. */
export function parseRecord(line: string): CrashRecord | undefined {
  try {
    return CrashRecord.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** The record for a report: one line, and those of its stack. */
export function describeRecord(record: CrashRecord): string[] {
  const time = new Date(record.at).toISOString();
  switch (record.kind) {
    case 'crash': {
      const { how, isEarly, host, version, startedAt, reason, stack } = record;
      const when = `started ${new Date(startedAt).toISOString()}${isEarly ? ', within its first minute' : ''}`;
      const head = `${time} ${how === 'exception' ? 'crashed' : 'ended without a word'}, ${host} ${version}, ${when}`;
      return [`${head}${reason === null ? '' : `: ${reason}`}`, ...(stack === null ? [] : stack.split('\n'))];
    }
    case 'restarted':
      return [`${time} the computer was restarted during the run of ${new Date(record.startedAt).toISOString()}`];
    case 'gone':
      return [`${time} the ${record.process} process ended: ${record.reason} (${record.exitCode})`];
    case 'reset':
      return [`${time} earlier crashes no longer count`];
  }
}
