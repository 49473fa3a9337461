import { describe, expect, it } from 'vitest';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { gatewaySnapshot, subscriptionsSnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();
const shown = showBeforeEach(subscriptionsSnapshot(now));

describe('the subscriptions row in a real browser', () => {
  it('is the third gate, with what is left, who works on it, and how the last switch went', async () => {
    const { page, complaints } = shown.watched;
    expect(await page.locator('.gate h2').allInnerTexts()).toEqual(['Gateway', 'TEE', 'Subscriptions']);
    const row = await page.getByRole('region', { name: 'Subscriptions', exact: true }).innerText();
    for (const fact of ['3 of 4 usable', '3, on 2 of them', '6 running', 'team-max-2 → team-max-3', '62%', '0%']) {
      expect(row).toContain(fact);
    }
    await openView(page, 'subscriptions');
    const list = await page.locator('main').innerText();
    for (const fact of ['48% left', 'Limited', 'Low', 'a turn failed', 'own key wins']) {
      expect(list).toContain(fact);
    }
    await page.setViewportSize({ width: 1040, height: 1000 });
    await page.screenshot({ path: `${PICTURES}subscriptions-light.png` });
    expect(complaints).toEqual([]);
  });

  it('rotates all by button and by keys, and one agent by its own button', async () => {
    const { page } = shown.watched;
    shown.dashboard.answer = async () => ({ changed: true, sentence: '3 of 3 agents moved.' });
    await page.getByRole('button', { name: 'Rotate…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'All agents' }).click();
    await page.getByRole('status').filter({ hasText: '3 of 3 agents moved.' }).waitFor();
    await openView(page, 'subscriptions');
    await page.getByRole('button', { name: 'Rotate docs-writer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate', exact: true }).click();
    await expect
      .poll(() => shown.dashboard.commands)
      .toEqual([
        { name: 'rotateSubscription' },
        { name: 'rotateSubscription', agent: 'docs-writer', dryRun: true },
        { name: 'rotateSubscription', agent: 'docs-writer' },
      ]);
    await page.getByRole('button', { name: 'Rotate…', disabled: false }).waitFor();
    await page.keyboard.press('Control+Shift+S');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => shown.dashboard.commands.at(-1))
      .toEqual({ name: 'rotateSubscription', agent: 'build-runner-eu-1' });
  });

  it('says and shows where to mend it when none is usable, and leads there when nothing is configured', async () => {
    const { page } = shown.watched;
    shown.dashboard.show({
      ...subscriptionsSnapshot(now, {
        health: 'broken',
        state: 'none-usable',
        sentence: 'None of 4 subscriptions is usable, the first returns in 38 min.',
        remedy: { text: 'Add another one: gatehouse sub add NAME < token.txt' },
      }),
      health: 'broken',
      revision: 2,
    });
    const band = page.getByRole('region', { name: 'None usable' });
    await band.waitFor();
    expect(await band.innerText()).toContain('gatehouse sub add');
    await page.screenshot({ path: `${PICTURES}subscriptions-none-light.png` });
    await band.getByRole('button', { name: 'Show subscriptions' }).click();
    await page.getByRole('heading', { level: 1, name: 'Subscriptions and agents' }).waitFor();
    await page.goBack();
    shown.dashboard.show({ ...gatewaySnapshot(now), revision: 3 });
    await band.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Subscriptions' }).getByRole('button', { name: 'Set up…' }).click();
    await page.getByRole('heading', { level: 1, name: 'Subscriptions and agents' }).waitFor();
  });

  it('fits a narrow window, light and dark, without a sideways scroll', async () => {
    const { page } = shown.watched;
    await page.setViewportSize({ width: 840, height: 560 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await openView(page, 'subscriptions');
    const overflow = await page.evaluate(
      "[document.documentElement, document.querySelector('main')].map(e => e.scrollWidth - e.clientWidth)",
    );
    expect(overflow).toEqual([0, 0]);
    await page.getByRole('button', { name: 'Rotate review-bot' }).scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${PICTURES}subscriptions-narrow-dark.png` });
  });
});
