import { describe, expect, it } from 'vitest';
import type { Desktop } from '../driver/driver.ts';
import { allOpen, useDesktop, windowShown } from '../driver/start.ts';

const start = useDesktop();
const TEE = `0x${'7f3a'.repeat(16)}`;

async function hiddenDesktop(env: Readonly<Record<string, string>> = {}): Promise<Desktop> {
  const desktop = await start({ args: ['--hidden'], env });
  await allOpen(desktop);
  return desktop;
}

describe('the life of the desktop application', () => {
  it('comes to the front when it is started a second time, and stays hidden for a second start at login', async () => {
    const desktop = await hiddenDesktop();

    await desktop.secondInstance(['--hidden']);
    expect(await desktop.window('full')).toMatchObject({ isVisible: false });
    await desktop.secondInstance([]);
    await windowShown(desktop);
    expect(await desktop.quit()).toBe(0);
  });

  it('goes where a link leads, and acts on none', async () => {
    const desktop = await hiddenDesktop();
    const before = (await desktop.snapshot()).tee.current?.teeId;

    await desktop.openLink(`gatehouse://tees?id=${TEE}`);
    await expect
      .poll(() => desktop.window('full'))
      .toMatchObject({ isVisible: true, url: `app://gatehouse/#tees?id=${TEE}` });
    await desktop.openLink('gatehouse://tees?command=rotateTee');
    await desktop.openLink('gatehouse://rotate');
    expect(await desktop.window('full')).toMatchObject({ url: `app://gatehouse/#tees?id=${TEE}` });
    expect((await desktop.snapshot()).tee.current?.teeId).toBe(before);
    expect(await desktop.quit()).toBe(0);
  });

  it('can be started by a link, which brings no other argument along', async () => {
    const desktop = await start({ args: ['--', 'gatehouse://diagnostics', '--home', '/elsewhere', '--hidden'] });

    await windowShown(desktop);
    await expect.poll(() => desktop.window('full')).toMatchObject({ url: 'app://gatehouse/#diagnostics' });
    expect((await desktop.snapshot()).app.home).toBe(desktop.home);
    expect(await desktop.quit()).toBe(0);
  });

  it('looks at everything anew when the computer wakes', async () => {
    const desktop = await hiddenDesktop();
    const readAt = async (): Promise<number> => (await desktop.snapshot()).tee.registry.lastReadAt ?? 0;
    const before = await readAt();
    expect(before).toBeGreaterThan(0);

    await desktop.power('suspend');
    await desktop.power('resume');
    await expect.poll(readAt).toBeGreaterThan(before);
    await allOpen(desktop);
    expect(await desktop.quit()).toBe(0);
  });

  it('keeps its home over a restart', async () => {
    const desktop = await hiddenDesktop();
    const { startedAt } = (await desktop.snapshot()).app;

    await desktop.restart();
    await allOpen(desktop);
    expect((await desktop.snapshot()).app.startedAt).toBeGreaterThan(startedAt);
    expect((await desktop.snapshot()).app.home).toBe(desktop.home);
    expect(await desktop.quit()).toBe(0);
  });

  it('finishes the requests that are under way before it ends', async () => {
    const desktop = await hiddenDesktop();
    const { endpoint } = (await desktop.snapshot()).proxy;
    const [model] = await models(endpoint);
    const ask = async (): Promise<number> => {
      const answer = await fetch(`${endpoint}/chat/completions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Count to three.' }] }),
      });
      await answer.json();
      return answer.status;
    };
    // Those that come after the end began are refused, which is no loss: they were never taken.
    const asking: Promise<number>[] = [];
    let underWay = 0;
    await expect
      .poll(
        async () => {
          // More with each look: all of those before may have been answered while nobody looked.
          asking.push(...Array.from({ length: 10 }, () => ask().catch(() => 0)));
          return (underWay = (await desktop.snapshot()).proxy.inFlight);
        },
        { interval: 1 },
      )
      .toBeGreaterThan(0);

    expect(await desktop.quit()).toBe(0);
    const statuses = await Promise.all(asking);
    expect(statuses.filter(status => status === 200).length).toBeGreaterThanOrEqual(underWay);
  });

  it('ends with the computer', async () => {
    const desktop = await hiddenDesktop();

    await desktop.power('shutdown').catch(() => undefined);
    await expect
      .poll(() =>
        desktop.tray().then(
          () => 'runs',
          () => 'ended',
        ),
      )
      .toBe('ended');
  });
});

async function models(endpoint: string | null): Promise<string[]> {
  const list = (await (await fetch(`${endpoint}/models`)).json()) as { data: { id: string }[] };
  return list.data.map(({ id }) => id);
}
