import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programStart } from '../../../electron/core/platform/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const CMD = String.raw`C:\Windows\System32\cmd.exe`;

/** A Windows computer on which just these files are. */
function windows(...files: readonly string[]) {
  return {
    env: {
      Path: String.raw`C:\Windows\System32;"C:\Program Files\nodejs";relative`,
      SystemRoot: String.raw`C:\Windows`,
    },
    folder: String.raw`C:\work`,
    platform: 'win32',
    isFile: (path: string) => files.some(file => file.toLowerCase() === path.toLowerCase()),
  } as const;
}

/** The line that cmd.exe runs. */
function lineOf(...args: readonly string[]): string | undefined {
  return programStart(['t', ...args], windows(String.raw`C:\Windows\System32\t.cmd`)).args.at(-1);
}

describe('what starts a program', () => {
  it('is the command itself where the system finds programs', () => {
    const command = ['npm', 'run', 'a "b" %PATH%'];
    expect(programStart(command, { env: {}, folder: '/', platform: 'linux' })).toEqual({
      file: 'npm',
      args: ['run', 'a "b" %PATH%'],
      windowsVerbatimArguments: false,
    });
  });

  it('is cmd.exe for a batch file on Windows, which is found without its ending', () => {
    expect(programStart(['npm', 'ci'], windows(String.raw`C:\Program Files\nodejs\npm.cmd`))).toEqual({
      file: CMD,
      args: ['/d', '/e:on', '/v:off', '/s', '/c', String.raw`""C:\Program Files\nodejs\npm.cmd" ci"`],
      windowsVerbatimArguments: true,
    });
  });

  it.each([
    ['node', String.raw`C:\Program Files\nodejs\node.exe`, String.raw`C:\Program Files\nodejs\node.exe`],
    ['NODE.EXE', String.raw`C:\Program Files\nodejs\node.exe`, String.raw`C:\Program Files\nodejs\NODE.EXE`],
    [String.raw`.\tools\run`, String.raw`C:\work\tools\run.exe`, String.raw`C:\work\tools\run.exe`],
    ['./tools/run.exe', String.raw`C:\work\tools\run.exe`, String.raw`C:\work\tools\run.exe`],
    [String.raw`D:\run`, String.raw`D:\run.com`, String.raw`D:\run.com`],
  ])('is the file that %s means on Windows', (program, there, file) => {
    expect(programStart([program, 'x y'], windows(there))).toEqual({
      file,
      args: ['x y'],
      windowsVerbatimArguments: false,
    });
  });

  it.each([
    // The shell script beside npm.cmd is for other systems.
    ['npm', String.raw`C:\Program Files\nodejs\npm`],
    ['run', String.raw`C:\work\run.exe`],
    ['run', String.raw`C:\work\relative\run.exe`],
    ['run.cmd', String.raw`C:\work\run.cmd`],
    [String.raw`D:\run.cmd`, String.raw`D:\run.ps1`],
  ])('is no file at all when %s is only %s', (program, there) => {
    const place = windows(there);
    const { file, windowsVerbatimArguments } = programStart([program], place);
    expect(file).toMatch(/^[CD]:\\.*run(?:\.cmd)?\.exe$|^C:\\Windows\\System32\\npm\.exe$/);
    expect(place.isFile(file)).toBe(false);
    expect(windowsVerbatimArguments).toBe(false);
  });

  it.each([
    ['plain-1.0', 'plain-1.0'],
    ['', '""'],
    ['a b', '"a b"'],
    ['a&calc', '"a&calc"'],
    ['a"&calc&"', '"a""&calc&"""'],
    ['%PATH%', '"%%cd:~,%PATH%%cd:~,%"'],
    ['back\\', '"back\\\\"'],
    ['back\\"', '"back\\\\"""'],
  ])('gives a batch file %j as text and nothing more', (argument, written) => {
    expect(lineOf(argument)).toBe(String.raw`""C:\Windows\System32\t.cmd" ${written}"`);
  });

  it('refuses a batch file an argument of several lines, of which it would read the first', () => {
    expect(() => lineOf('a\nb')).toThrow(expect.objectContaining({ code: 'program_argument_invalid' }));
    const exe = windows(String.raw`C:\Windows\System32\t.exe`);
    expect(programStart(['t', 'a\nb'], exe).args).toEqual(['a\nb']);
  });

  it('is cmd.exe whatever COMSPEC names, for the quotes are written for it', () => {
    const place = windows(String.raw`C:\Windows\System32\t.cmd`);
    const env = { ...place.env, ComSpec: String.raw`C:\work\other.exe`, COMSPEC: String.raw`C:\work\other.exe` };
    expect(programStart(['t'], { ...place, env }).file).toBe(CMD);
  });

  it('refuses a batch file a command line that cmd.exe would cut off, and says what to do', () => {
    const short = programStart(['t', 'x'], windows(String.raw`C:\Windows\System32\t.cmd`));
    const room = 8_191 - [short.file, ...short.args].join(' ').length;
    expect(lineOf('x'.repeat(room + 1))).toContain('xxx');
    expect(() => lineOf('x'.repeat(room + 2))).toThrow(
      expect.objectContaining({
        code: 'program_argument_invalid',
        message: expect.stringContaining('8191'),
        remedy: expect.stringContaining('standard input'),
      }),
    );
    const exe = windows(String.raw`C:\Windows\System32\t.exe`);
    expect(programStart(['t', 'x'.repeat(9_000)], exe).args).toHaveLength(1);
  });
});

// There are batch files on Windows alone.
if (process.platform === 'win32') {
  it('a batch file gets every argument as it was given', async () => {
    const folder = join(await tempHome(), 'with space & more');
    await mkdir(folder);
    await writeFile(join(folder, 'show.mjs'), 'console.log(JSON.stringify(process.argv.slice(2)))');
    await writeFile(join(folder, 'show.cmd'), `@"${process.execPath}" "%~dp0show.mjs" %*\r\n`);
    const given = ['plain', 'a b', 'a&echo no', '%PATH%', '"', 'a"b c', '^', '!x!', '(', 'back\\', '<>|'];
    const { file, args, windowsVerbatimArguments } = programStart(['show', ...given], {
      env: { ...process.env, PATH: folder },
      folder,
    });
    const { stdout } = spawnSync(file, args, { windowsVerbatimArguments, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual(given);
  });
}
