import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const RIGHT = { name: 'right', input: { token: '1e2' }, expected: { canonical: '100.0', python_type: 'float' } };
const WRONG = { name: 'wrong', input: { token: '1e2' }, expected: { canonical: '100', python_type: 'int' } };

interface Outcome {
  readonly code: number;
  readonly stdout: string;
}

async function runVectors(files: readonly string[]): Promise<Outcome> {
  try {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'test/vectors/run.ts', ...files], { cwd: ROOT });
    return { code: 0, stdout };
  } catch (thrown) {
    const { code, stdout } = thrown as Outcome;
    return { code, stdout };
  }
}

describe('the vectors program', () => {
  let folder = '';
  const file = async (name: string, content: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-vectors-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('counts passed cases whatever the file is called, and exits with 0', async () => {
    const outcome = await runVectors([await file('some-name.json', JSON.stringify([RIGHT, RIGHT]))]);
    expect(outcome).toEqual({ code: 0, stdout: '2 passed, 0 failed\n' });
  });

  it('names each failing case with its file and reason, closes with the count, and exits with 1', async () => {
    const path = await file('mixed.json', JSON.stringify([RIGHT, WRONG, { name: 'alien', input: {}, expected: {} }]));
    const outcome = await runVectors([path]);
    expect(outcome.code).toBe(1);
    expect(outcome.stdout.split('\n')).toEqual([
      `FAIL ${path}: wrong: canonical text: expected "100", got "100.0"`,
      `FAIL ${path}: alien: no known kind of case has this shape`,
      '1 passed, 2 failed',
      '',
    ]);
  });

  it('counts unreadable, malformed and empty files as failures and goes on', async () => {
    const missing = join(folder, 'missing.json');
    const broken = await file('broken.json', '[{]');
    const empty = await file('empty.json', '[]');
    const object = await file('object.json', '{}');
    const good = await file('good.json', JSON.stringify([RIGHT]));
    const outcome = await runVectors([missing, broken, empty, object, good]);
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain(`FAIL ${missing}: (file): cannot be read`);
    expect(outcome.stdout).toContain(`FAIL ${broken}: (file): cannot be read`);
    expect(outcome.stdout).toContain(`FAIL ${empty}: (file): holds no cases`);
    expect(outcome.stdout).toContain(`FAIL ${object}: (file): is not a JSON array of cases`);
    expect(outcome.stdout.endsWith('1 passed, 4 failed\n')).toBe(true);
  });

  it('reads every list of cases in a file that is an object', async () => {
    const content = { name: 'n', cases: [RIGHT], odd_cases: [RIGHT, WRONG], rules: [{ id: 'R1' }] };
    const outcome = await runVectors([await file('lists.json', JSON.stringify(content))]);
    expect(outcome.stdout.endsWith('2 passed, 1 failed\n')).toBe(true);
  });

  it('exits with 2 when no file is named', async () => {
    expect((await runVectors([])).code).toBe(2);
  });
});
