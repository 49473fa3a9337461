import { describe, expect, it } from 'vitest';
import { GatehouseError, type LogLevel, PinoLogger, Redactor } from '../../../electron/core/platform/index.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

function createLogger(level: LogLevel = 'debug', consoleLevel: LogLevel = 'warn') {
  const file: string[] = [];
  const console: string[] = [];
  const redactor = new Redactor();
  redactor.add('planted-secret-value');
  const logger = new PinoLogger({
    clock: new VirtualClock(),
    scrubber: redactor,
    level,
    file: { write: line => file.push(line) },
    console: { level: consoleLevel, sink: { write: line => console.push(line) } },
  });
  return { logger, file, console };
}

describe('PinoLogger', () => {
  it('writes one JSON line per record with time, event and fields', () => {
    const { logger, file } = createLogger();
    logger.info('registry read', { listed: 3, block: 12n });
    expect(file).toHaveLength(1);
    const record = JSON.parse(file[0]!);
    expect(record).toMatchObject({ level: 30, event: 'registry read', listed: 3, block: '12' });
    expect(new Date(record.time).toISOString()).toBe(record.time);
  });

  it('writes records of at least the level, file and console each by its own', () => {
    const { logger, file, console } = createLogger('info', 'error');
    logger.debug('one');
    logger.info('two');
    logger.error('three');
    expect(file.map((line): unknown => JSON.parse(line).event)).toEqual(['two', 'three']);
    expect(console).toEqual(['error: three\n']);
    const quiet = createLogger('error', 'info');
    quiet.logger.info('two', { port: 1 });
    expect(quiet.file).toEqual([]);
    expect(quiet.console).toEqual(['info: two (port: 1)\n']);
  });

  it('lets a secret through nowhere: event, fields, nested fields, messages, stacks, causes', () => {
    const { logger, file, console } = createLogger();
    const secret = 'planted-secret-value';
    const cause = new Error(`cause ${secret}`);
    const error = new GatehouseError('code', `message ${secret}`, { cause, details: { token: secret } });
    logger.error(`event ${secret}`, {
      [secret]: 1,
      plain: secret,
      nested: { deep: [secret] },
      error,
      base64: Buffer.from(`u:${secret}`).toString('base64'),
    });
    const all = [...file, ...console].join('');
    expect(all).not.toContain(secret);
    expect(all).not.toContain(Buffer.from(secret).toString('base64').slice(4, -4));
    expect(JSON.parse(file[0]!).error).toMatchObject({ code: 'code', message: 'message [redacted]' });
    expect(JSON.parse(file[0]!).error.cause.message).toBe('cause [redacted]');
  });

  it('says at the console what happened as a sentence, and keeps the codes for the file', () => {
    const { logger, file, console } = createLogger();
    const entry = { gate: 'app', code: 'endedUnexpectedly', sentence: 'Gatehouse ended unexpectedly.' };
    logger.warn('activity', { ...entry, cause: null });
    logger.warn('activity', { ...entry, cause: 'nothing is known' });
    expect(console).toEqual([
      'warning: Gatehouse ended unexpectedly.\n',
      'warning: Gatehouse ended unexpectedly. (nothing is known)\n',
    ]);
    expect(JSON.parse(file[0]!)).toMatchObject({ event: 'activity', ...entry });
  });

  it('keeps a record on one line and within bounds', () => {
    const { logger, file, console } = createLogger();
    logger.error('broken', { reason: 'a\nb', long: 'x'.repeat(100_000) });
    expect(file[0]!.length).toBeLessThan(17_000);
    expect(file[0]!.trimEnd()).not.toContain('\n');
    expect(console[0]!.trimEnd()).not.toContain('\n');
  });

  it('survives fields that refer to themselves', () => {
    const { logger, file } = createLogger();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    logger.warn('loop', { loop });
    expect(JSON.parse(file[0]!).event).toBe('loop');
  });
});
