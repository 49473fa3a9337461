import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StatusSnapshot } from '../../electron/contract/index.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

describe('the command line, beside a running host', () => {
  it('answers status, models, env, test, rotate and receipts', async () => {
    const home = await tempHome();
    const { ready } = await startHost({ home });
    const run = (...args: string[]) => runCommand(args, { home });

    const status = await run('status');
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(status.stdout).toMatch(/sandbox, not a real network/);
    expect(status.stdout).toContain(ready.endpoint);
    expect(status.stdout).not.toContain('\u001b[');

    const json = await run('status', '--json');
    expect(StatusSnapshot.parse(JSON.parse(json.stdout))).toMatchObject({
      sandbox: { seed: 'gatehouse' },
      proxy: { endpoint: ready.endpoint },
    });

    const models = await run('models');
    expect(models.code).toBe(0);
    expect(models.stdout.trim().split('\n')).toContain('sandbox/echo');

    const env = await run('env');
    expect(env.stdout).toContain(`export OPENAI_BASE_URL='${ready.endpoint}'`);
    expect(env.stdout).toMatch(/^# Sandbox/);
    expect((await run('env', '--shell', 'powershell')).stdout).toContain(`$env:OPENAI_BASE_URL = '${ready.endpoint}'`);

    const test = await run('test', 'hello', 'there');
    expect(test).toMatchObject({ code: 0, stderr: '' });
    expect(test.stdout).toContain('hello there');
    expect(test.stdout).toMatch(/^Verified: sandbox\/echo, signed by 0x[0-9a-f]{64}/m);
    expect(test.stdout).toMatch(/^Sandbox:/m);

    const before = StatusSnapshot.parse(JSON.parse(json.stdout)).tee.current?.teeId;
    expect(await run('rotate', 'tee')).toMatchObject({ code: 0, stderr: '' });
    const after = StatusSnapshot.parse(JSON.parse((await run('status', '--json')).stdout)).tee.current;
    expect(after?.cause).toBe('by-hand');
    expect(after?.teeId).not.toBe(before);

    const list = await run('receipts', 'list', '--json');
    expect(JSON.parse(list.stdout)).toMatchObject([{ model: 'sandbox/echo', sandbox: true }]);
    expect((await run('receipts', 'list')).stdout).toContain('(sandbox)');
  });

  it('says why a prompt failed and what to do, in one line each', async () => {
    const home = await tempHome();
    await startHost({ home });
    const outcome = await runCommand(['test', '--model', 'nope'], { home });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr.trim().split('\n')).toHaveLength(2);
    expect(outcome.stderr).toMatch(/^gatehouse: /);
  });
});

describe('the command line, alone', () => {
  it.each([['status'], ['status', '--json'], ['test'], ['models'], ['rotate', 'tee']])(
    '%s says that nothing runs',
    async (...args) => {
      const outcome = await runCommand(args, { home: await tempHome() });
      expect(outcome).toMatchObject({ code: 1, stdout: '' });
      expect(outcome.stderr).toMatch(/^gatehouse: Gatehouse is not running .*\nStart it with: gatehouse run\n$/);
    },
  );

  it.each([
    [['frobnicate']],
    [['run', '--port', 'abc']],
    [['run', '--port', '99999']],
    [['run', '--verification', 'lax']],
    [['run', '--unknown']],
    [['status', 'extra']],
    [['env', '--shell', 'tcsh']],
    [['receipts', 'verify']],
    [['receipts', 'list', '--limit', '0']],
    [['secret', 'set']],
    [[]],
  ])('%j is wrong usage', async args => {
    const outcome = await runCommand(args, { home: await tempHome() });
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).not.toBe('');
  });

  it('takes no secret from the arguments', async () => {
    const outcome = await runCommand(['secret', 'set', 'relay.token', 'argument-value'], { home: await tempHome() });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr + outcome.stdout).not.toContain('argument-value');
  });

  it('shows its version, and help with examples for every command', async () => {
    const home = await tempHome();
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    const shown = await runCommand(['--version'], { home });
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    // The commit that was built stands behind the version.
    expect(shown.stdout.replace(/\+[0-9A-Za-z.-]+\n$/, '')).toBe(version);
    const commands = [
      '',
      'run',
      'status',
      'test',
      'models',
      'env',
      'rotate tee',
      'receipts list',
      'receipts verify',
      'secret set',
      'secret list',
      'secret delete',
    ];
    for (const command of commands) {
      const outcome = await runCommand([...command.split(' ').filter(Boolean), '--help'], { home });
      expect(outcome.code, command).toBe(0);
      expect(outcome.stdout, command).toMatch(/Examples:\n {2}\$ \S*.*gatehouse/);
    }
  });

  it('prints the configured endpoint when nothing runs, and says so in a comment', async () => {
    const outcome = await runCommand(['env'], { home: await tempHome(), env: { OG_VEIL_PORT: '4711' } });
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(
      /^# Gatehouse is not running.*\nexport OPENAI_BASE_URL='http:\/\/127\.0\.0\.1:4711\/v1'\n/,
    );
  });

  it('keeps secrets from standard input and never shows them', async () => {
    const home = await tempHome();
    const run = (args: string[], input = '') => runCommand(args, { home, input });
    const outcomes = [
      await run(['secret', 'set', 'relay.token'], 'planted-token-value\n'),
      await run(['secret', 'list']),
      await run(['secret', 'delete', 'relay.token']),
      await run(['secret', 'delete', 'relay.token']),
      await run(['secret', 'set', 'relay.token'], 'two\nlines of planted-token-value'),
      await run(['secret', 'set', 'relay.token'], ''),
    ];
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(outcomes[1]?.stdout).toBe('relay.token\n');
    expect(JSON.stringify(outcomes)).not.toContain('planted-token-value');
  });
});

describe('gatehouse receipts verify', () => {
  it('accepts what the host wrote and names each receipt that was changed', async () => {
    const home = await tempHome();
    const host = await startHost({ home });
    for (const prompt of ['one', 'two', 'three']) await runCommand(['test', prompt], { home });
    await host.end('SIGTERM');
    const journal = join(home, 'receipts.jsonl');
    const good = await runCommand(['receipts', 'verify', journal], { home });
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toMatch(/^3 verified, 0 bad\.\nProved: [^]*\n {2}0x[0-9a-f]{64}\n3 of the sandbox/);
    expect((await runCommand(['receipts', 'list'], { home })).stdout.trim().split('\n')).toHaveLength(3);

    const lines = (await readFile(journal, 'utf8')).trim().split('\n');
    const forged = lines[1]!.replace(/"outputHash":"../, '"outputHash":"00');
    const file = join(home, 'changed.jsonl');
    await writeFile(file, [lines[0], forged, '{"torn', lines[2]].join('\n'));
    const bad = await runCommand(['receipts', 'verify', file], { home });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('2 verified, 2 bad.');
    expect(bad.stderr).toMatch(/^line 2: .*\nline 3: .*\n/);

    await writeFile(file, JSON.stringify(JSON.parse(lines[0]!), null, 2));
    expect((await runCommand(['receipts', 'verify', file], { home })).code).toBe(0);
    await writeFile(file, '');
    expect((await runCommand(['receipts', 'verify', file], { home })).code).toBe(1);
    expect((await runCommand(['receipts', 'verify', join(home, 'none')], { home })).code).toBe(1);
  });
});

describe('the command line, in a folder that was removed', () => {
  it('works, and says what to do where a path is meant from there', async () => {
    const home = await tempHome();
    // Windows lets nobody remove such a folder: what the others answer is put in place of Node's question.
    const gone = 'data:text/javascript,process.cwd=()=>{throw%20new%20Error(`uv_cwd`)}';
    const options = { home, env: { NODE_OPTIONS: `--import=${gone}` } };
    expect((await runCommand(['status'], options)).stderr).toMatch(/^gatehouse: Gatehouse is not running/);
    const { code, stderr } = await runCommand(['receipts', 'verify', 'receipts.jsonl'], options);
    expect(stderr).toMatch(/^gatehouse: The folder in which [^\n]* not there any more\.\nChange to a folder [^\n]*\n$/);
    expect(code).toBe(1);
    const file = join(home, 'none.jsonl');
    expect((await runCommand(['receipts', 'verify', file], options)).stderr).toContain(file);
  });
});
