import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SystemClock } from '../../../electron/core/platform/index.ts';
import { KeyFileSource } from '../../../electron/core/platform/secret-key-file.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const never = new AbortController().signal;

it('the folder of the keys is kept to its owner on Windows when it is made, before a key lies in it', async () => {
  const folder = join(await tempHome(), 'deep', 'keys');
  const kept: [folder: string, hasKey: boolean][] = [];
  const keep = async (asked: string): Promise<boolean> => {
    kept.push([asked, existsSync(join(folder, 'one.key'))]);
    return false;
  };
  const source = new KeyFileSource({ folder, clock: new SystemClock(), platform: process.platform, keep });
  await source.save('one', new Uint8Array(32).fill(7), never);
  await source.save('two', new Uint8Array(32).fill(8), never);
  expect(kept).toEqual([[folder, false]]);
  expect(await source.load('one', never)).toEqual(Buffer.alloc(32, 7));
});
