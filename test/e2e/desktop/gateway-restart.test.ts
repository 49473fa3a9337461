import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import type { Desktop } from '../driver/driver.ts';
import { allOpen, useDesktop, windowShown } from '../driver/start.ts';

const start = useDesktop();
const LIMIT = { timeout: 30_000 };
/** Restarts of the sandbox's gateway are short; each look that sees one is worth more than a long one. */
const OFTEN = { timeout: 30_000, interval: 20 };

type GatewayState = Extract<DomainEvent, { type: 'gatewayStateChanged' }>['to'];

async function gatewayOf(desktop: Desktop) {
  const { gateway } = await desktop.snapshot();
  if (gateway === null) throw new Error('There is no gateway.');
  return gateway;
}

/** A request to the private endpoint, answered and verified. */
async function ask(endpoint: string, model: string | undefined): Promise<number> {
  const answer = await fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Say hello.' }] }),
  });
  await answer.json();
  return answer.status;
}

describe('a restart of the gateway', () => {
  it('is asked for in the window, and tray, window, status and notifications agree until it is back', async () => {
    const desktop = await start();
    await windowShown(desktop);
    await allOpen(desktop);
    const page = await desktop.page('full');
    const { endpoint } = (await desktop.snapshot()).proxy;
    const list = (await (await fetch(`${endpoint}/models`)).json()) as { data: { id: string }[] };
    const before = await gatewayOf(desktop);
    expect(before.scopes.granted).toEqual(['operator.read']);

    await page.evaluate("location.hash = '#gateways'");
    await page.getByRole('button', { name: 'Restart gateway…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('lets nobody restart it without operator.admin').waitFor();
    await dialog.getByRole('button', { name: 'Ask for access' }).click();
    // The sandbox's owner looks at what was asked for within a few seconds, as a person at the gateway would.
    await expect.poll(async () => (await gatewayOf(desktop)).scopes.granted, LIMIT).toContain('operator.admin');
    await allOpen(desktop);

    const seen = new Set<GatewayState>();
    const tooltips = new Set<string>();
    let isBack = false;
    const statuses: Promise<number>[] = [];
    const asking = (async () => {
      while (!isBack) {
        const status = ask(endpoint ?? '', list.data[0]?.id);
        statuses.push(status);
        await status;
      }
    })();
    await page.getByRole('button', { name: 'Restart gateway…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Now, ending its runs' }).click();
    await expect
      .poll(async () => {
        const gateway = await gatewayOf(desktop);
        seen.add(gateway.state);
        tooltips.add((await desktop.tray()).tooltip);
        return gateway.server !== null && gateway.server.bootId !== before.server?.bootId;
      }, OFTEN)
      .toBe(true);
    isBack = true;
    await asking;

    // Away on purpose: never shown as a failure, and nobody is told of it.
    expect([...seen].filter(state => !['ready', 'restarting', 'starting', 'connecting'].includes(state))).toEqual([]);
    expect([...seen].some(state => state !== 'ready')).toBe(true);
    expect([...tooltips].join('\n')).toMatch(/: working[^\n]*Gateway: (?:restarting|starting|connecting)/);
    expect([...tooltips].join('\n')).not.toMatch(/broken|needs you|unreachable/);
    await allOpen(desktop);
    expect(await desktop.notifications()).toEqual([]);
    expect(await Promise.all(statuses)).toEqual(statuses.map(() => 200));
    expect((await gatewayOf(desktop)).scopes.granted).toContain('operator.admin');
    await page.getByRole('heading', { level: 1, name: 'Gateways' }).waitFor();
    await page.evaluate("location.hash = '#activity'");
    await page.getByText('was restarted and is connected again').first().waitFor();
    expect(await desktop.quit()).toBe(0);
  });
});
