import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../../electron/cli/io.ts';
import { readHidden, readHiddenJson } from '../../../electron/cli/terminal.ts';

/** A terminal: what is written to `keys` is typed or pasted. */
function createTerminal() {
  const modes: boolean[] = [];
  const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (isRaw: boolean) => modes.push(isRaw) });
  const shown = { text: '' };
  const stderr = new PassThrough().on('data', chunk => {
    shown.text += String(chunk);
  });
  const ending = new AbortController();
  const io = { stdin: keys, stderr, signal: ending.signal } as unknown as CliIo;
  return { io, keys, modes, shown, ending };
}

const BUNDLE = { type: 'opengradient-cli-auth', access_token: 'planted {token}', config: { relay: 'r' } };

describe('a login that is pasted at a terminal', () => {
  it.each([
    ['on one line', JSON.stringify(BUNDLE)],
    ['on several lines', JSON.stringify(BUNDLE, null, 2).replaceAll('\n', '\r')],
    ['after empty lines', `\r\r${JSON.stringify(BUNDLE, null, '\t')}`],
  ])('%s ends by itself and is not shown', async (_, text) => {
    const { io, keys, modes, shown } = createTerminal();
    const reading = readHiddenJson(io, 'Login: ');
    for (let start = 0; start < text.length; start += 11) keys.write(text.slice(start, start + 11));
    expect(JSON.parse(await reading)).toEqual(BUNDLE);
    expect(shown.text).toBe('Login: \n');
    expect(modes).toEqual([true, false]);
    expect(keys.listenerCount('data')).toBe(0);
  });

  it('may be cut into bytes anywhere', async () => {
    const { io, keys } = createTerminal();
    const reading = readHiddenJson(io, '');
    for (const byte of Buffer.from('{"email":"gülay@example.org"}')) keys.write(Buffer.from([byte]));
    expect(await reading).toBe('{"email":"gülay@example.org"}');
  });

  it('that is not whole ends with Ctrl-D, and one that is none with Enter', async () => {
    const { io, keys } = createTerminal();
    const cut = readHiddenJson(io, '');
    keys.write('{"type":\r"a"\r\u0004');
    expect(await cut).toBe('{"type":\n"a"\n');
    const none = readHiddenJson(io, '');
    keys.write('hello\r');
    expect(await none).toBe('hello');
  });

  it.each([
    ['Ctrl-C', '{"type"\u0003'],
    ['Ctrl-D before anything', ' \r\u0004'],
  ])('is given up with %s', async (_, text) => {
    const { io, keys, modes } = createTerminal();
    const reading = readHiddenJson(io, '');
    keys.write(text);
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(modes).toEqual([true, false]);
  });

  it('is bounded', async () => {
    const { io, keys } = createTerminal();
    const reading = readHiddenJson(io, '');
    keys.write(`{"x":"${'x'.repeat(140_000)}`);
    await expect(reading).rejects.toMatchObject({ code: 'secret_invalid' });
  });

  it('is not waited for when the program has to end, and the terminal is as before', async () => {
    const { io, modes, ending, keys } = createTerminal();
    const reading = readHiddenJson(io, '');
    ending.abort(new Error('the end'));
    await expect(reading).rejects.toThrow('the end');
    expect(modes).toEqual([true, false]);
    expect(keys.isPaused()).toBe(true);
  });
});

describe('a secret that is typed at a terminal', () => {
  it('is one line, with Backspace', async () => {
    const { io, keys, shown } = createTerminal();
    const reading = readHidden(io, 'Value: ');
    keys.write('secrex\u007ft\rmore');
    expect(await reading).toBe('secret');
    expect(shown.text).toBe('Value: \n');
  });

  it.each(['\u0003', '\u0004'])('is given up with %j', async key => {
    const { io, keys } = createTerminal();
    const reading = readHidden(io, '');
    keys.write(`secret${key}`);
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});
