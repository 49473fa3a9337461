import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Command, CommandResult, Query, StatusSnapshot } from '../../electron/contract/index.ts';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import { expectAccessible } from './axe.ts';
import { clipboardText } from './page.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { subscriptionsSnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();
const HOUR_MS = 3_600_000;
const TOKEN = `sk-ant-oat01-${'planted'.repeat(8)}`;
const snapshot = subscriptionsSnapshot(now);
const shown = showBeforeEach(snapshot);

const history = (subscription: string): unknown => ({
  name: subscription,
  points: Array.from({ length: 96 }, (_, i) => ({
    at: now - (96 - i) * 1.75 * HOUR_MS,
    fiveHourPct: (i * 7) % 80,
    sevenDayPct: i < 40 ? i * 2 : (i - 40) * 0.9,
  })),
  moves: [{ at: now - 50 * HOUR_MS, agent: 'review-bot', direction: 'came' }],
});

/** Answers what this view asks; everything else as before. */
function answerHistory({ dashboard } = shown): void {
  const others = dashboard.answerQuery;
  dashboard.answerQuery = async query =>
    query.name === 'history.subscription' ? history(query.subscription) : others(query);
}

/** What the desktop application's preload would offer, with commands that the test answers. */
async function becomeDesktop(
  page: Page,
  answer: (command: Command) => Promise<CommandResult>,
  status: StatusSnapshot = snapshot,
): Promise<Command[]> {
  const commands: Command[] = [];
  const reply = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      value => ({ ok: true, value }),
      (thrown: unknown) => {
        const { code, message, remedy = null } = thrown as GatehouseError;
        return { ok: false, error: { code, message, remedy } };
      },
    );
  const desktop: StatusSnapshot = { ...status, app: { ...status.app, host: 'electron' } };
  await page.exposeFunction('askHost', async (channel: string, payload: unknown) => {
    if (channel === 'query') return reply(shown.dashboard.answerQuery(payload as Query));
    if (channel === 'snapshot') return { ok: true, value: desktop };
    commands.push(payload as Command);
    return reply(answer(payload as Command));
  });
  await page.addInitScript(`window.gatehouse = {
    getSnapshot: () => askHost('snapshot'), onSnapshot: () => () => {},
    run: command => askHost('run', command), query: query => askHost('query', query) };`);
  await page.evaluate<void>("location.hash = '#subscriptions'; undefined");
  await page.reload();
  await page.locator('main.view-subscriptions h1').waitFor();
  return commands;
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate<number>(
    "Math.max(...[document.documentElement, ...document.querySelectorAll('main, .split-list, .detail, dialog[open]')].map(e => e.scrollWidth - e.clientWidth))",
  );
}

describe('the view of subscriptions and agents', () => {
  it('says first how the last rotation went, then what is left of each, then who works on which and why', async () => {
    const { page, complaints } = shown.watched;
    await openView(page, 'subscriptions');
    const text = await page.locator('main').innerText();
    const order = [
      '3 of 4 usable, 3 agents',
      'team-max-2 → team-max-3',
      'limit of team-max-2',
      'Hot-reloaded',
      '62% left',
    ];
    const places = order.map(part => text.indexOf(part));
    expect(places.every((place, index) => place > (places[index - 1] ?? -1))).toBe(true);
    const limited = page
      .getByRole('grid', { name: 'Subscriptions' })
      .getByRole('row')
      .filter({ hasText: 'team-max-2' });
    expect(await limited.innerText()).toMatch(
      /0% left[\s\S]*19% left[\s\S]*none[\s\S]*Limited until \d\d:\d\d[\s\S]*returns by itself/,
    );
    const bot = page.getByRole('grid', { name: 'Agents' }).getByRole('row').filter({ hasText: 'review-bot' });
    expect(await bot.innerText()).toMatch(/team-max-1[\s\S]*a turn failed[\s\S]*own key wins/);
    await page.screenshot({ path: `${PICTURES}subscriptions-full-light.png` });
    expect(complaints).toEqual([]);
  });

  it('is walked by keys: arrows, Home and End, Enter opens, Escape closes, Ctrl C copies the name', async () => {
    const { page } = shown.watched;
    answerHistory();
    await openView(page, 'subscriptions');
    const rows = page.getByRole('grid', { name: 'Subscriptions' }).locator('tbody tr');
    await rows.first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+C');
    await expect.poll(() => clipboardText(page)).toBe('team-max-3');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.getByRole('heading', { name: 'team-max-1' }).waitFor();
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
    await page.getByRole('grid', { name: 'Agents' }).locator('tbody tr').first().focus();
    await page.keyboard.press('Enter');
    expect(await detail.innerText()).toMatch(
      /build-runner-eu-1[\s\S]*Answers[\s\S]*Hot-reloaded[\s\S]*127\.0\.0\.1:8000/,
    );
  });

  it('shows the week of a subscription, and says why where it cannot be read', async () => {
    const { page } = shown.watched;
    answerHistory();
    await openView(page, 'subscriptions', 'id=id-of-team-max-1');
    await page
      .getByRole('img', { name: /^What was left of team-max-1 over 7 days, 96 readings, now 5 h 62%, 7 d 48%$/ })
      .waitFor();
    expect(await page.getByRole('list', { name: 'Came and left' }).innerText()).toContain('review-bot came');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: `${PICTURES}subscriptions-detail-dark.png` });
    shown.dashboard.answerQuery = async () => {
      throw new GatehouseError('history_unreadable', 'The file is damaged.', { remedy: 'Move it away.' });
    };
    await openView(page, 'subscriptions', 'id=id-of-team-max-3');
    const band = page.getByRole('alert', { name: 'The history could not be read' });
    expect(await band.innerText()).toMatch(/The file is damaged\.[\s\S]*Move it away\.[\s\S]*Copy diagnosis/);
    answerHistory();
    shown.dashboard.answerQuery = async query =>
      query.name === 'history.subscription' ? history(query.subscription) : {};
    await band.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('img', { name: /^What was left of team-max-3/ }).waitFor();
  });

  it('says before a rotation what would happen and why, and rotates whom it was asked for', async () => {
    const { page } = shown.watched;
    shown.dashboard.answer = async command => {
      if (command.name !== 'rotateSubscription' || command.dryRun !== true)
        return { changed: true, sentence: 'Moved.' };
      const agents = command.agent === undefined ? ['docs-writer', 'review-bot'] : [command.agent];
      const outcomes = agents.map((agent, index) => ({
        agent,
        result: index === 0 ? 'would move' : 'would stay',
        subscription: 'team-max-1',
      }));
      return {
        changed: false,
        sentence: '',
        outcomes,
        details: agents.map(agent => `${agent}: 1. team-max-1: most is left`),
      };
    };
    await openView(page, 'subscriptions');
    await page.getByRole('button', { name: 'Rotate docs-writer…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rotate' });
    await dialog.getByText('docs-writer: team-max-3 → team-max-1').waitFor();
    expect(await dialog.innerText()).toContain('1. team-max-1: most is left');
    await dialog.getByLabel('Agent').selectOption({ label: 'All agents' });
    await dialog.getByText('review-bot stays on team-max-1').waitFor();
    await dialog.getByLabel('To').selectOption('team-max-1');
    await expect
      .poll(() => shown.dashboard.commands.at(-1))
      .toEqual({ name: 'rotateSubscription', to: 'team-max-1', dryRun: true });
    await dialog.getByRole('button', { name: 'Rotate', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'Moved.' }).waitFor();
    expect(shown.dashboard.commands.at(-1)).toEqual({ name: 'rotateSubscription', to: 'team-max-1' });
  });

  it('assigns an agent, and says before a removal from whom what is taken', async () => {
    const { page } = shown.watched;
    answerHistory();
    await openView(page, 'subscriptions', 'agent=docs-writer');
    await page.getByRole('button', { name: 'Assign to…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^team-max-1 OK, 5 h 62% left$/ })
      .click();
    await page.getByRole('status').filter({ hasText: 'Done.' }).waitFor();
    await page.getByRole('button', { name: 'Remove…' }).click();
    const agent = page.getByRole('dialog', { name: 'Remove docs-writer?' });
    expect(await agent.innerText()).toMatch(/The token of team-max-3 is taken from it first[\s\S]*2 jobs running/);
    await agent.getByRole('button', { name: 'Cancel' }).click();
    await openView(page, 'subscriptions', 'id=id-of-team-max-3');
    await page.getByRole('button', { name: 'Remove…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove team-max-3?' });
    expect(await dialog.innerText()).toMatch(
      /taken from every agent[\s\S]*build-runner-eu-1[\s\S]*docs-writer[\s\S]*stays valid at the provider/,
    );
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect
      .poll(() => shown.dashboard.commands)
      .toEqual([
        { name: 'assignSubscription', agent: 'docs-writer', subscription: 'team-max-1' },
        { name: 'removeSubscription', subscription: 'team-max-3' },
      ]);
  });

  it('names the trouble with the one act that mends it', async () => {
    const { page } = shown.watched;
    const [first, ...rest] = snapshot.subscriptions.subscriptions;
    const ill = { ...first!, state: 'refused' as const, health: 'needs-you' as const };
    shown.dashboard.show({
      ...subscriptionsSnapshot(now, { health: 'needs-you', state: 'token-refused', subscriptions: [ill, ...rest] }),
      revision: 2,
    });
    await openView(page, 'subscriptions');
    await page.getByRole('region', { name: 'Token refused' }).getByRole('button', { name: 'Replace token…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replace the token of team-max-1' });
    expect(await dialog.getByLabel('Token', { exact: true }).count()).toBe(1);
    expect(await page.locator('main .button.primary').count()).toBe(2);
  });

  it('shows a result and a cause that it does not know with their own words', async () => {
    const { page, complaints } = shown.watched;
    const [agent] = snapshot.subscriptions.agents;
    const odd = { ...agent!, cause: 'replaced_on_another_host', result: 'taken_over_there', isConfirmed: false };
    shown.dashboard.show({ ...subscriptionsSnapshot(now, { agents: [odd], lastSwitch: null }), revision: 2 });
    await openView(page, 'subscriptions');
    const row = page.getByRole('grid', { name: 'Agents' }).locator('tbody tr');
    await expect.poll(() => row.innerText()).toMatch(/replaced on another host[\s\S]*taken over there/);
    expect(complaints).toEqual([]);
  });

  it('says what will stand here when nothing does, and finds one of many by its name', async () => {
    const { page } = shown.watched;
    const nothing = {
      subscriptions: [],
      agents: [],
      subscriptionsTotal: 0,
      agentsTotal: 0,
      assignedTotal: 0,
      lastSwitch: null,
    };
    shown.dashboard.show({
      ...subscriptionsSnapshot(now, { ...nothing, state: 'not-configured', sentence: 'No subscription is stored.' }),
      revision: 2,
    });
    await openView(page, 'subscriptions');
    await page.getByText('No subscription yet.').waitFor();
    await page.getByText('No rotation yet.').waitFor();
    expect(await page.getByRole('columnheader').count()).toBe(11);
    await expectAccessible(page);
    const [one] = snapshot.subscriptions.subscriptions;
    const [agent] = snapshot.subscriptions.agents;
    const long = 'with-a-name-that-goes-on-and-on-in-a-region-of-its-own-1';
    shown.dashboard.show({
      ...subscriptionsSnapshot(now, {
        subscriptions: Array.from({ length: 100 }, (_, i) => ({
          ...one!,
          id: `s${i}`,
          name: `subscription-${i}-${long}`,
        })),
        agents: Array.from({ length: 200 }, (_, i) => ({ ...agent!, name: `agent-${i}-${long}` })),
        agentsTotal: 1_000,
      }),
      revision: 3,
    });
    await page.getByText('The first 200 of 1,000 are shown.').waitFor();
    expect(await overflow(page)).toBe(0);
    await page.locator('h1').focus();
    await page.keyboard.press('Control+F');
    await page.keyboard.insertText('agent-19 region');
    await expect.poll(() => page.getByRole('grid', { name: 'Agents' }).locator('tbody tr').count()).toBe(11);
  });

  it('holds its last values and every act back while the line to the host is lost', async () => {
    const { page } = shown.watched;
    await openView(page, 'subscriptions');
    await shown.dashboard.stop();
    await page
      .getByText(/^as of/)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: 'Add subscription…' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Rotate docs-writer…' }).isDisabled()).toBe(true);
  });
});

describe('a token in the view of subscriptions', () => {
  it('is checked while it is typed, goes with its command, and is nowhere in the page, not even before', async () => {
    const { page, complaints } = shown.watched;
    const commands = await becomeDesktop(page, async () => ({ changed: true, sentence: 'Added team-max-4.' }));
    await page.getByRole('button', { name: 'Add subscription…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a subscription' });
    const add = dialog.getByRole('button', { name: 'Add', exact: true });
    const field = dialog.getByLabel('Token');
    await dialog.getByLabel('Name').fill('TEAM-max-1');
    await dialog.getByText('There is a team-max-1 already.').waitFor();
    await field.fill('hello');
    await dialog.getByText('A setup token starts with sk-ant-oat01-').waitFor();
    await field.fill(`sk-ant-api03-${'y'.repeat(40)}`);
    await dialog.getByText('This is an API key.').waitFor();
    expect(await add.isDisabled()).toBe(true);
    await page.screenshot({ path: `${PICTURES}subscriptions-add-light.png` });
    await dialog.getByLabel('Name').fill('team-max-4');
    await field.fill(TOKEN);
    await dialog.getByText('Setup token, 69 characters.').waitFor();
    expect(await field.getAttribute('type')).toBe('password');
    expect(await page.content()).not.toContain('planted');
    await add.click();
    await page.getByRole('status').filter({ hasText: 'Added team-max-4.' }).waitFor();
    expect(await page.content()).not.toContain('planted');
    expect(commands).toEqual([
      { name: 'addSubscription', subscription: { name: 'team-max-4', token: TOKEN }, test: true },
    ]);
    expect(complaints).toEqual([]);
  });

  it('is gone after an attempt that failed, and what else was typed is kept', async () => {
    const { page } = shown.watched;
    await becomeDesktop(page, async () => {
      throw new GatehouseError('subscription_token_refused', 'The provider refuses the token.', {
        remedy: 'add --no-test',
      });
    });
    await page.getByRole('button', { name: 'Add subscription…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a subscription' });
    await dialog.getByLabel('Name').fill('team-max-4');
    await dialog.getByLabel('Token').fill(TOKEN);
    await page.keyboard.press('Enter');
    const band = dialog.getByRole('alert');
    expect(await band.innerText()).toMatch(
      /The provider refuses the token\.[\s\S]*turn the test off[\s\S]*Paste it again/,
    );
    expect(await dialog.getByLabel('Token').inputValue()).toBe('');
    expect(await dialog.getByLabel('Name').inputValue()).toBe('team-max-4');
    expect(await dialog.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
    await expectAccessible(page);
  });

  it('is tested with progress, and the act goes on when its dialog is closed', async () => {
    const { page } = shown.watched;
    let finish = (): void => undefined;
    const done = new Promise<void>(resolve => {
      finish = resolve;
    });
    await becomeDesktop(page, async () => {
      await done;
      return { changed: true, sentence: 'Replaced the token of team-max-3.' };
    });
    answerHistory();
    await openView(page, 'subscriptions', 'id=id-of-team-max-3');
    await page.getByRole('button', { name: 'Replace token…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replace the token of team-max-3' });
    expect(await dialog.innerText()).toContain('2 agents on it get the new token at once');
    await dialog.getByLabel('Token').fill(TOKEN);
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
    await dialog.getByText('Asking the provider about the token…').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText('Working on it…').waitFor();
    finish();
    await page.getByRole('status').filter({ hasText: 'Replaced the token of team-max-3.' }).waitFor();
  });

  it('of an agent goes with its address, and an address that would give it away is refused', async () => {
    const { page } = shown.watched;
    const commands = await becomeDesktop(page, async () => ({
      changed: true,
      sentence: 'Give it one with: gatehouse sub assign',
    }));
    await page.getByRole('button', { name: 'Add agent…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an agent' });
    await dialog.getByLabel('Kind').selectOption('trinity');
    await dialog.getByLabel('Name', { exact: true }).fill('web-coder');
    await dialog.getByLabel('Address').fill('http://trinity.example');
    await dialog.getByText('Tokens would go there unencrypted.').waitFor();
    await dialog.getByLabel('Address').fill('https://trinity.example');
    await dialog.getByLabel('Secret').fill('planted-secret');
    await dialog.getByLabel('User').fill('ines');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'Added web-coder. It has no subscription yet' }).waitFor();
    const agent = {
      name: 'web-coder',
      kind: 'trinity',
      url: 'https://trinity.example',
      remoteName: null,
      username: 'ines',
    };
    expect(commands).toEqual([{ name: 'addAgent', agent, secret: 'planted-secret' }]);
    expect(await page.content()).not.toContain('planted');
  });

  it('goes from a browser on this computer as from the desktop', async () => {
    const { page } = shown.watched;
    await openView(page, 'subscriptions');
    await page.getByRole('button', { name: 'Add subscription…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a subscription' });
    await dialog.getByLabel('Name').fill('team-max-4');
    await dialog.getByLabel('Token').fill(TOKEN);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect
      .poll(() => shown.dashboard.commands)
      .toEqual([{ name: 'addSubscription', subscription: { name: 'team-max-4', token: TOKEN }, test: true }]);
    expect(await page.content()).not.toContain('planted');
  });

  it('is not asked for where others can listen: there the command that asks for it is to be copied', async () => {
    const { page } = shown.watched;
    shown.dashboard.show({ ...snapshot, app: { ...snapshot.app, refusesSecrets: true } });
    await openView(page, 'subscriptions');
    await page.getByRole('button', { name: 'Add subscription…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a subscription' });
    expect(await dialog.locator('input[type=password]').count()).toBe(0);
    expect(await dialog.innerText()).toContain('Others could read what this page sends');
    await dialog.getByLabel('Name').fill("Ines' team");
    await dialog.getByRole('button', { name: 'Copy command' }).click();
    await expect.poll(() => clipboardText(page)).toBe("gatehouse sub add 'Ines'\\'' team'");
    expect(shown.dashboard.commands).toEqual([]);
    await expectAccessible(page);
  });
});

describe('everybody', () => {
  it.each([
    { mode: 'light', width: 1040, height: 720, scale: 1 },
    { mode: 'dark', width: 840, height: 560, scale: 1 },
    { mode: 'light', width: 520, height: 360, scale: 2 },
  ] as const)('can use lists, details and dialogs at $width × $height, $mode', async ({ mode, width, height }) => {
    const { page } = shown.watched;
    await becomeDesktop(page, async () => ({ changed: false, sentence: '', outcomes: [], details: [] }));
    answerHistory();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: mode });
    const see = async (): Promise<void> => {
      await expectAccessible(page);
      expect(await overflow(page)).toBe(0);
    };
    await see();
    for (const query of ['id=id-of-team-max-1', 'agent=review-bot']) {
      await openView(page, 'subscriptions', query);
      await page.getByRole('complementary', { name: 'Details' }).waitFor();
      await see();
    }
    await openView(page, 'subscriptions');
    for (const name of ['Add subscription…', 'Add agent…', 'Rotate docs-writer…']) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
      await see();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });
});

describe('in German', () => {
  const german = showBeforeEach(snapshot, { locale: 'de-DE' });

  it('speaks of everything in German', async () => {
    const { page } = german.watched;
    answerHistory(german);
    await openView(page, 'subscriptions', 'id=id-of-team-max-1');
    await page.getByRole('img', { name: /^Was von team-max-1 in 7 Tagen übrig war, 96 Messungen/ }).waitFor();
    const text = (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
    for (const part of [
      '3 von 4 nutzbar, 3 Agenten',
      'Grenze von team-max-2',
      'Neu geladen',
      '62 % von 5 h und 48 % von 7 T übrig.',
    ]) {
      expect(text).toContain(part);
    }
    expect(await page.locator('main [lang=en]').count()).toBe(0);
  });
});
