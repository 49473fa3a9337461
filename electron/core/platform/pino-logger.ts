import pino from 'pino';
import type { Clock } from './clock.ts';
import { GatehouseError } from './errors.ts';
import type { LogFields, Logger, LogLevel } from './logger.ts';
import type { SecretScrubber } from './redactor.ts';

/** Where finished lines go; each ends with a line break. Must not throw. */
export interface LineSink {
  write(line: string): void;
}

/** Options of {@link PinoLogger}. */
export interface PinoLoggerOptions {
  readonly clock: Clock;
  readonly scrubber: SecretScrubber;
  /** Least level of the file. */
  readonly level: LogLevel;
  /** JSON lines. */
  readonly file: LineSink;
  /** One short line for people per record of at least `level`. Left out: none. */
  readonly console?: { readonly level: LogLevel; readonly sink: LineSink };
}

/** Longer records are cut: a log is for reading, and an attacker's header must not fill the disk. */
const MAX_LINE_LENGTH = 16_384;
const MAX_CAUSES = 5;
const SEVERITY: Readonly<Record<LogLevel, number>> = { debug: 20, info: 30, warn: 40, error: 50 };

/**
 * The {@link Logger} of both hosts. Redaction is applied to the finished line, after formatting, so that nothing a
 * serializer, an error message or a stack brings along can get past it.
 */
export class PinoLogger implements Logger {
  readonly #pino: pino.Logger;
  readonly #consoleLevel: LogLevel | undefined;
  #level: LogLevel;

  constructor({ clock, scrubber, level, file, console }: PinoLoggerOptions) {
    this.#level = level;
    this.#consoleLevel = console?.level;
    const consoleSeverity = console === undefined ? Number.POSITIVE_INFINITY : SEVERITY[console.level];
    const destination = {
      write: (line: string): void => {
        const clean = cut(scrubber.redact(line.trimEnd()));
        const record = parseRecord(clean);
        const severity = record?.level ?? SEVERITY.error;
        if (severity >= SEVERITY[this.#level]) file.write(`${clean}\n`);
        if (severity >= consoleSeverity) console?.sink.write(`${record === undefined ? clean : humanLine(record)}\n`);
      },
    };
    this.#pino = pino(
      {
        level: this.#lowest(),
        base: null,
        messageKey: 'event',
        timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      },
      destination,
    );
  }

  /** Least level of the file from now on. */
  setLevel(level: LogLevel): void {
    this.#level = level;
    this.#pino.level = this.#lowest();
  }

  debug(event: string, fields?: LogFields): void {
    this.#pino.debug(plainFields(fields), event);
  }

  info(event: string, fields?: LogFields): void {
    this.#pino.info(plainFields(fields), event);
  }

  warn(event: string, fields?: LogFields): void {
    this.#pino.warn(plainFields(fields), event);
  }

  error(event: string, fields?: LogFields): void {
    this.#pino.error(plainFields(fields), event);
  }

  #lowest(): LogLevel {
    const console = this.#consoleLevel;
    return console !== undefined && SEVERITY[console] < SEVERITY[this.#level] ? console : this.#level;
  }
}

interface LogRecord {
  readonly level: number;
  readonly time: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

function parseRecord(line: string): LogRecord | undefined {
  try {
    return JSON.parse(line) as LogRecord;
  } catch {
    // Cut in the middle, or a secret of digits stood where a number was: shown as it is.
    return undefined;
  }
}

function humanLine({ level, event, ...fields }: LogRecord): string {
  const word =
    level >= SEVERITY.error ? 'error' : level >= SEVERITY.warn ? 'warning' : level >= SEVERITY.info ? 'info' : 'debug';
  // What happened is a sentence for people already; its codes are for the file.
  const { sentence, cause } = fields;
  if (event === 'activity' && typeof sentence === 'string') {
    return `${word}: ${sentence}${typeof cause === 'string' ? ` (${cause})` : ''}`.replaceAll('\n', ' ');
  }
  const facts = Object.entries(fields)
    .filter(([name]) => name !== 'time')
    .map(([name, value]) => `${name}: ${humanValue(value)}`);
  return `${word}: ${event}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`.replaceAll('\n', ' ');
}

function humanValue(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Errors have no enumerable properties, so JSON would show them as {}. */
function plainFields(fields: LogFields = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (value instanceof Error) return [name, plainError(value, MAX_CAUSES)];
      return [name, typeof value === 'bigint' ? value.toString() : value];
    }),
  );
}

function plainError(error: Error, causesLeft: number): Record<string, unknown> {
  return {
    name: error.name,
    message: error.message,
    ...(error instanceof GatehouseError ? { code: error.code, details: error.details } : {}),
    stack: error.stack,
    ...(error.cause instanceof Error && causesLeft > 0 ? { cause: plainError(error.cause, causesLeft - 1) } : {}),
  };
}

function cut(line: string): string {
  return line.length <= MAX_LINE_LENGTH ? line : `${line.slice(0, MAX_LINE_LENGTH)}…`;
}
