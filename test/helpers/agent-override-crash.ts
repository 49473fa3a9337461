/**
 * Writes an override in a process of its own that is killed in front of its k-th file system call:
 * `agent-override-crash.ts FOLDER K TOKEN`. Prints "whole" when it got to the end.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [folder = '', step = '', token = ''] = process.argv.slice(2);
let left = Number(step);

/** Dies the hard way, as in a power cut: nothing is tidied up. */
function counted<Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) {
  return (...args: Args): Promise<Result> => {
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    left -= 1;
    return call(...args);
  };
}

type Handle = Awaited<ReturnType<typeof fs.promises.open>>;
const { open, rename, rm } = fs.promises;
fs.promises.rename = counted(rename);
fs.promises.rm = counted(rm);
fs.promises.open = counted(async (...args: Parameters<typeof open>): Promise<Handle> => {
  const file = await open(...args);
  file.writeFile = counted<Parameters<Handle['writeFile']>, void>(file.writeFile.bind(file));
  file.chmod = counted(file.chmod.bind(file));
  file.sync = counted(file.sync.bind(file));
  file.close = counted(file.close.bind(file));
  return file;
});
syncBuiltinESMExports();

const { OverrideFile } = await import('../../electron/core/agents/host/override-file.ts');
const { SystemClock } = await import('../../electron/core/platform/index.ts');
await new OverrideFile(folder, new SystemClock()).write(
  { token, subscription: 'new', generation: 2, removeApiKey: true },
  new AbortController().signal,
);
console.log('whole');
