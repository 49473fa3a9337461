import { win32 } from 'node:path';

/** Variables of a process. */
type Env = Readonly<Record<string, string | undefined>>;

/**
 * The path of a program that comes with Windows, as `netstat.exe`, by its place in System32. By its bare name another one
 * could be meant: Windows looks in the working folder first, which may be somebody's workspace.
 */
export function systemProgram(name: string, env: Env = process.env): string {
  const given = [variable(env, 'SYSTEMROOT'), variable(process.env, 'SYSTEMROOT')];
  const root = given.find(folder => folder !== undefined && /^[A-Za-z]:[\\/]/.test(folder));
  return win32.join(root ?? String.raw`C:\Windows`, 'System32', name);
}

/** The value of a variable on Windows, where names are the same in every case; `{ ...process.env }` loses that. */
export function variable(env: Env, name: string): string | undefined {
  const key = Object.keys(env).find(one => one.toUpperCase() === name);
  return key === undefined || env[key] === '' ? undefined : env[key];
}
