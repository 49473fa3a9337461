import { describe, expect, it } from 'vitest';
import { QueryReply, readQueryResult } from '../../../electron/contract/index.ts';
import { allOpen, useDesktop, windowShown } from '../driver/start.ts';

const start = useDesktop();

describe('the queries of the desktop window', () => {
  it('are answered over the preload, each in the shape of its name, and nothing else is', async () => {
    const desktop = await start();
    await windowShown(desktop);
    await allOpen(desktop);
    const page = await desktop.page('full');
    const ask = async (query: unknown) =>
      QueryReply.parse(await page.evaluate(`window.gatehouse.query(${JSON.stringify(query)})`));

    for (const query of [
      { name: 'settings.describe' },
      { name: 'activity.page', limit: 5 },
      { name: 'receipts.page', limit: 5 },
      { name: 'history.gateway' },
      { name: 'diagnostics.checks' },
    ] as const) {
      const reply = await ask(query);
      expect(reply.ok, query.name).toBe(true);
      if (reply.ok) expect(() => readQueryResult(query.name, reply.value), query.name).not.toThrow();
    }
    for (const query of [
      { name: 'settings.secrets' },
      { name: 'activity.page', limit: 1e9 },
      null,
      'settings.describe',
    ]) {
      expect(await ask(query)).toMatchObject({ ok: false, error: { code: 'invalid_request' } });
    }
    expect(await ask({ name: 'activity.detail', id: 999_999 })).toMatchObject({
      ok: false,
      error: { code: 'activity_unknown', remedy: expect.any(String) },
    });
    expect(await desktop.quit()).toBe(0);
  });
});
