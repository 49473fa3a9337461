import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { VersionedFile } from '../../../../electron/core/subscriptions/shared/versioned-file.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();

async function made(content?: unknown) {
  const path = join(await tempHome(), 'file.json');
  if (content !== undefined) await writeFile(path, JSON.stringify(content));
  const file = new VersionedFile({
    path,
    schema: z.object({ names: z.array(z.string()) }),
    version: 3,
    migrations: {
      // 1: one name; 2: names joined by commas.
      1: content => ({ names: z.object({ name: z.string() }).parse(content).name }),
      2: content => ({ names: z.object({ names: z.string() }).parse(content).names.split(',') }),
    },
    empty: { names: [] },
    clock: new VirtualClock(),
  });
  return { file, path };
}

function add(file: Awaited<ReturnType<typeof made>>['file'], name: string): Promise<number> {
  return file.update(({ names }) => ({ value: { names: [...names, name] }, result: names.length }), signal);
}

it('brings the content of an old version up to this one, step by step', async () => {
  const { file, path } = await made({ version: 1, content: { name: 'a,b' } });
  expect(await file.open(signal)).toEqual({ existed: true, setAside: undefined });
  expect(file.value).toEqual({ names: ['a', 'b'] });
  await add(file, 'c');
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ version: 3, content: { names: ['a', 'b', 'c'] } });
});

it.each([
  [{ version: 1, content: { other: 1 } }, 'its content does not fit its version 1'],
  [{ version: 3, content: { names: [1] } }, 'the field names.0 is not as it should be'],
  [{ content: {} }, 'it has no version'],
])('sets %j aside', async (content, reason) => {
  const { file, path } = await made(content);
  const { existed, setAside } = await file.open(signal);
  expect([existed, setAside?.reason]).toEqual([false, reason]);
  expect(JSON.parse(await readFile(setAside!.file, 'utf8'))).toEqual(content);
  expect(setAside!.file.startsWith(`${path}.corrupt-`)).toBe(true);
  expect(file.value).toEqual({ names: [] });
});

it('makes every one of many changes at once, each on top of the one before', async () => {
  const { file, path } = await made();
  await file.open(signal);
  const positions = await Promise.all(Array.from({ length: 200 }, (_, index) => add(file, String(index))));
  expect(positions).toEqual(Array.from({ length: 200 }, (_, index) => index));
  expect(file.value.names).toHaveLength(200);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ content: { names: file.value.names } });
});

it('lets a change that throws fail alone', async () => {
  const { file } = await made();
  await file.open(signal);
  const bad = file.update(() => {
    throw new Error('no');
  }, signal);
  await expect(Promise.all([add(file, 'a'), expect(bad).rejects.toThrow('no'), add(file, 'b')])).resolves.toBeDefined();
  expect(file.value.names).toEqual(['a', 'b']);
});

it('keeps what is on the disk when it cannot be written, and goes on when it can', async () => {
  const { file, path } = await made();
  await file.open(signal);
  await add(file, 'a');
  // A folder in its place cannot be replaced by a file.
  await rm(path);
  await mkdir(path);
  await writeFile(join(path, 'x'), '');
  const results = await Promise.allSettled([add(file, 'b'), add(file, 'c')]);
  expect(results).toMatchObject([
    { reason: { code: 'subscriptions_file_unwritable' } },
    { reason: { code: 'subscriptions_file_unwritable' } },
  ]);
  expect(file.value.names).toEqual(['a']);
  await chmod(path, 0o700);
  await rm(path, { recursive: true });
  await add(file, 'd');
  expect(file.value.names).toEqual(['a', 'd']);
});
