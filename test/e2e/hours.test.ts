import { describe, expect, it } from 'vitest';
import { DiagnosticsHost } from './diagnostics-host.ts';
import { showBeforeEach } from './shown-dashboard.ts';
import { gatewaySnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();

/** Text, lines, and the width that is missing, of what a script finds. */
const measured = (found: string) => `(() => {
  const element = ${found};
  const range = document.createRange();
  range.selectNodeContents(element.firstChild);
  return [range.toString(), range.getClientRects().length, element.scrollWidth - element.clientWidth];
})()`;
type Measured = [text: string, lines: number, missing: number];

describe.each([
  ['en-US', /[\s\u202f][AP]M$/],
  ['en-GB', /\d$/],
])('the time of day as %s writes it', (locale, pattern) => {
  const shown = showBeforeEach(gatewaySnapshot(now), { locale });

  it('stands on one line in the activity', async () => {
    const { page } = shown.watched;
    const entry = { id: 1, at: now, gate: 'tee', tone: 'info', code: 'registryRead', sentence: 'Read.' };
    shown.dashboard.answerQuery = async () => ({
      entries: [{ ...entry, cause: null, count: 1 }],
      nextBefore: null,
      keptSince: now,
    });
    await openView(page, 'activity');
    await page.locator('a.line time').first().waitFor();
    const time = await page.evaluate<Measured>(measured("document.querySelector('a.line time')"));
    expect(time).toEqual([expect.stringMatching(pattern), 1, 0]);
  });

  it('is whole beside the checks of the diagnostics', async () => {
    const { page } = shown.watched;
    new DiagnosticsHost().serve(shown.dashboard);
    await openView(page, 'diagnostics');
    const cells = page.locator('td', { hasText: /\d ms$/ });
    await cells.first().waitFor();
    const time = await page.evaluate<Measured>(
      measured("[...document.querySelectorAll('td')].find(cell => / ms$/.test(cell.textContent))"),
    );
    expect(time).toEqual([expect.stringMatching(pattern), 1, 0]);
  });
});
