import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { startSandbox } from '../../electron/sandbox/index.ts';
import { tempHome } from '../helpers/temp-home.ts';
import { openTerminal } from '../helpers/terminal.ts';

const ENV = { GATEHOUSE_PROXY_PORT: '0', GATEHOUSE_SANDBOX_DEMO: 'off' };
const CHOOSE = 'Choose 1 to';

describe('gatehouse setup at a terminal', () => {
  it('asks step after step, checks each, and ends with what to do next', async () => {
    const home = await tempHome();
    const terminal = openTerminal(['setup'], home, ENV);
    await terminal.sees('Step 1 of 3: Network');
    await terminal.sees(CHOOSE);
    terminal.type('7\r');
    await terminal.sees('Enter a number from 1 to 3.');
    await terminal.sees(CHOOSE);
    terminal.type('3\r');
    await terminal.sees('ok  Registry: The registry lists 4 TEEs, 4 usable.');
    await terminal.sees('The sandbox is open.');
    await terminal.sees('Step 2 of 3: Gateway');
    await terminal.sees('1) The one of the sandbox');
    await terminal.sees(CHOOSE);
    terminal.type('\r');
    await terminal.sees('ok  sandbox gateway: Connected to sandbox gateway.');
    await terminal.sees('Step 3 of 3: Subscriptions and agents');
    await terminal.sees(CHOOSE);
    terminal.type('4\r');
    await terminal.sees('Start it with: gatehouse run');
    expect(await terminal.ended).toBe(0);
  });

  it('is left with Ctrl-C and goes on where it was, without showing a secret', async () => {
    const network = await startSandbox({
      seed: 'terminal',
      clock: new SystemClock(),
      signal: new AbortController().signal,
    });
    onTestFinished(() => network.stop());
    const home = await tempHome();
    const first = openTerminal(['setup'], home, ENV);
    await first.sees(CHOOSE);
    first.type('2\r');
    for (const [question, answer] of [
      ['RPC address', network.rpcUrl],
      ['registry contract (0x', network.registryAddress],
      ['Address of the relay', network.relayUrl],
      ['Chain id', ''],
      ['Token for the relay', network.bearerToken],
    ] as const) {
      await first.sees(question);
      first.type(`${answer}\r`);
    }
    await first.sees('Your own network is open.');
    await first.sees('Step 2 of 3: Gateway');
    await first.sees(CHOOSE);
    first.type('\u0003');
    await first.sees('The set-up was left; what was chosen is kept.');
    await first.sees('Go on where you were with: gatehouse setup');
    expect(await first.ended).toBe(1);
    expect(first.shown()).not.toContain(network.bearerToken);

    const second = openTerminal(['setup'], home, ENV);
    await second.sees('Step 2 of 3: Gateway');
    await second.kill();
    const third = openTerminal(['setup', '--reset'], home, ENV);
    await third.sees('Step 1 of 3: Network');
    await third.sees(CHOOSE);
    third.type('\u0004');
    await third.sees('The set-up was left');
    expect(await third.ended).toBe(1);
    expect(JSON.parse(await readFile(join(home, 'config.json'), 'utf8'))).toMatchObject({ network: 'own' });
  });
});
