import { execFileSync } from 'node:child_process';

/** CPU seconds that a process has used so far, and the memory it has in RAM, by the system's own accounting (`ps`). */
export function processUsage(pid: number): { readonly cpuSeconds: number; readonly residentMib: number } {
  const [time = '', rss = ''] = execFileSync('ps', ['-o', 'cputimes=,rss=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/);
  return { cpuSeconds: Number(time), residentMib: Number(rss) / 1024 };
}
