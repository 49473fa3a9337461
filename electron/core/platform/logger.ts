/** Severity, least first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Facts beside a log line, JSON-like. Prompts, answers and secrets never go in. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log. `event` is a short constant in words ("registry read failed"); what varies goes into `fields`. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
