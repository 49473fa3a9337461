import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../electron/contract/index.ts';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import { gatewaySummary, noAccount, setupStatus, subscriptionsStatus } from '../helpers/snapshots.ts';
import { expectAccessible } from './axe.ts';
import { clipboardText } from './page.ts';
import { setupCheck, setupChoices, setupSnapshot } from './setup-snapshots.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { subscriptionsSnapshot, wellSnapshot } from './snapshots.ts';

const now = Date.now();
const TOKEN = 'planted-token-of-the-first-run';
const CHECKING = { startedAt: now, endsAt: now + 60_000 };
const shown = showBeforeEach(setupSnapshot(now, 'network'));

function page(): Page {
  return shown.watched.page;
}
function button(name: string): Locator {
  return page().getByRole('button', { name, exact: true });
}
function commands(): readonly Command[] {
  return shown.dashboard.commands;
}
/** Another revision of what is shown: the page takes it live. */
let revision = 1;
function show(...given: Parameters<typeof setupSnapshot>): void {
  revision += 1;
  shown.dashboard.show({ ...setupSnapshot(...given), revision });
}
/** What the page holds: its text, its markup, and what stands in its fields. */
function everything(): Promise<string> {
  return page().evaluate<string>(
    "document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map(e => e.value).join()",
  );
}

describe('the first run', () => {
  it('stands in place of the views and asks with what each answer needs and sends', async () => {
    expect(await page().getByRole('heading', { level: 1 }).innerText()).toBe('How should requests reach a TEE?');
    expect(await page().title()).toBe('Set up Gatehouse');
    expect(await page().getByRole('navigation').count()).toBe(0);
    const options = page().getByRole('radiogroup', { name: 'Network' });
    expect(await options.getByRole('radio').count()).toBe(3);
    expect(await options.innerText()).toContain('Nothing leaves this computer');
    expect(await page().locator('.button.primary').allInnerTexts()).toEqual(['Sign in…']);
    expect(await page().getByRole('listitem').first().getAttribute('aria-current')).toBe('step');
    expect(shown.watched.complaints).toEqual([]);
  });

  it('opens the browser for the account and follows the login, which can be cancelled or pasted', async () => {
    await button('Sign in…').click();
    await expect.poll(commands).toEqual([
      { name: 'setupChooseNetwork', network: { kind: 'account' } },
      { name: 'login', show: true },
    ]);
    const url = 'https://chat.example.org/cli-auth?state=abc';
    const checks = [
      setupCheck('account', 'checking', 'Waiting for the login in the browser.', { remedy: { text: url } }),
    ];
    show(now, 'network', {
      setup: setupChoices({ network: 'account' }),
      step: { state: 'checking', checking: CHECKING, checks },
      snapshot: { account: noAccount({ login: { url, startedAt: now, endsAt: now + 300_000 } }) },
    });
    await page().getByText('Sign in on the page in your browser.').waitFor();
    expect(await page().getByRole('link', { name: 'Open the page' }).getAttribute('href')).toBe(url);
    await button('Copy address').click();
    await expect.poll(() => clipboardText(page())).toBe(url);

    await page().getByText('Paste the login').click();
    await page().getByLabel('Login, as the page shows it').fill(TOKEN);
    await page().keyboard.press('Enter');
    await expect.poll(() => commands().at(-1)).toEqual({ name: 'loginWithBundle', bundle: TOKEN });
    expect(await everything()).not.toContain(TOKEN);

    await button('Cancel').click();
    await expect.poll(() => commands().slice(-2)).toEqual([{ name: 'setupCancel' }, { name: 'cancelLogin' }]);
  });

  it('signs in again after a login that failed', async () => {
    show(now, 'network', {
      setup: setupChoices({ network: 'account' }),
      step: {
        state: 'failed',
        checks: [
          setupCheck('account', 'failed', 'The login was refused in the browser.', {
            remedy: { text: 'Sign in again.', shellCommand: 'gatehouse login', command: 'login' },
          }),
        ],
      },
      snapshot: { account: noAccount({ loginFailure: 'The login was refused in the browser.' }) },
    });
    expect(await page().getByRole('alert').innerText()).toContain('The login was refused in the browser.');
    expect(await page().getByRole('alert').innerText()).not.toContain('gatehouse login');
    await button('Sign in again…').click();
    await expect.poll(commands).toEqual([{ name: 'setupCheck' }, { name: 'login', show: true }]);
  });

  it('takes over the session of og-veil where there is one', async () => {
    const found = {
      gateway: null,
      veilSession: { path: '/home/someone/.og-veil' },
      agentServers: [],
      sandboxGateway: false,
    };
    show(now, 'network', { setup: { found } });
    await button('Take over the session of og-veil').click();
    await expect
      .poll(commands)
      .toEqual([{ name: 'importVeilSession' }, { name: 'setupChooseNetwork', network: { kind: 'account' } }]);
  });

  it('takes the addresses of an own network, keeps its token nowhere on the page, and says what is wrong', async () => {
    shown.dashboard.answer = async command => {
      if (command.name !== 'setupChooseNetwork') return { changed: true, sentence: 'Kept.' };
      throw new GatehouseError('setup_invalid', 'The address of the relay cannot be used: it is no URL.', {
        remedy: 'Correct it. Nothing was changed.',
      });
    };
    await page().getByRole('radio', { name: 'On my own network' }).check();
    expect(await button('Open this network').isDisabled()).toBe(true);
    await page().getByLabel('RPC addresses').fill('https://rpc.example\nwss://rpc.example');
    await page()
      .getByLabel('Registry contract')
      .fill(`0x${'ab'.repeat(20)}`);
    await page().getByRole('textbox', { name: 'Relay', exact: true }).fill('relay');
    await page().getByLabel('Chain id').fill('one');
    await page().getByText('The chain id is a whole number.').waitFor();
    await page().getByLabel('Chain id').fill('31337');
    await page().getByLabel('Token for the relay').fill(TOKEN);
    await button('Open this network').click();

    await page().getByText('The address of the relay cannot be used').waitFor();
    expect(await page().locator('.note').innerText()).toContain('Correct it. Nothing was changed.');
    expect(commands()).toEqual([
      { name: 'setSecret', secret: 'relay.token', value: TOKEN },
      {
        name: 'setupChooseNetwork',
        network: {
          kind: 'own',
          rpcUrls: ['https://rpc.example', 'wss://rpc.example'],
          registryAddress: `0x${'ab'.repeat(20)}`,
          relayUrl: 'relay',
          chainId: 31_337,
        },
      },
    ]);
    expect(await everything()).not.toContain(TOKEN);
    expect(await page().getByRole('textbox', { name: 'Relay', exact: true }).inputValue()).toBe('relay');
  });

  it('shows the check live, in words after a second, through the switch of the network, and ends it', async () => {
    await page().getByRole('radio', { name: 'In the sandbox' }).check();
    await button('Open the sandbox').click();
    await expect.poll(commands).toEqual([{ name: 'setupChooseNetwork', network: { kind: 'sandbox' } }]);
    const checks = [
      setupCheck('chain', 'checking', 'Opening the network.'),
      setupCheck('tee', 'waiting', 'Choosing a TEE.'),
      setupCheck('answer', 'waiting', 'Asking a model through the local endpoint.'),
    ];
    const step = { state: 'checking' as const, checking: CHECKING, checks };
    const setup = { ...setupChoices({ network: 'sandbox' }), switching: 'Opening the network that was chosen.' };
    show(now, 'network', { setup, step });
    await page().getByText('The network is being opened. This page stays.').waitFor();
    expect(await button('Checking…').isDisabled()).toBe(true);
    show(now, 'network', { setup: { ...setup, switching: null }, step, snapshot: { sandbox: { seed: 'x' } } });
    await page()
      .getByText(/Chain is being checked, until/)
      .waitFor();
    await page().getByText('Sandbox: nothing here is a real network').waitFor();
    await button('Cancel').click();
    await expect.poll(() => commands().at(-1)).toEqual({ name: 'setupCancel' });

    show(now, 'network', { setup: setupChoices({ network: 'sandbox' }) });
    await button('Check again').click();
    await expect.poll(() => commands().at(-1)).toEqual({ name: 'setupCheck' });
    const done = checks.map(check => ({ ...check, state: 'ok' as const, sentence: 'Well.' }));
    show(now, 'network', { setup: setupChoices({ network: 'sandbox' }), step: { state: 'ok', checks: done } });
    await page().getByRole('status').filter({ hasText: 'Network: Done.' }).waitFor({ state: 'attached' });
    await button('Continue').click();
    await expect.poll(() => commands().at(-1)).toEqual({ name: 'setupNext' });
  });

  it('says in one place why a check failed and what to do, and goes on anyway where that is wanted', async () => {
    const failed = setupCheck('chain', 'failed', 'rpc.example did not answer within 10 s.', {
      remedy: { text: 'Check the RPC address and the connection of this computer, then check again.' },
    });
    show(now, 'network', {
      setup: setupChoices({ network: 'sandbox' }),
      step: { state: 'failed', checks: [failed, setupCheck('tee', 'waiting', 'Choosing a TEE.')] },
    });
    expect(await page().getByRole('alert').innerText()).toMatch(
      /^rpc\.example did not answer.*\n+Check the RPC address/,
    );
    expect(await page().locator('.button.primary').allInnerTexts()).toEqual(['Check again']);
    await page().screenshot({ path: `${PICTURES}first-run-failed-light.png` });
    await button('Continue anyway').click();
    await expect.poll(commands).toEqual([{ name: 'setupNext', anyway: true }]);
  });

  it('connects to the gateway that was found, and shows the command that approves this computer', async () => {
    const found = {
      gateway: { host: '127.0.0.1:18789', origin: '/home/someone/.openclaw/openclaw.json', hasSecret: true, notes: [] },
      veilSession: null,
      agentServers: [],
      sandboxGateway: false,
    };
    show(now, 'gateway', { setup: { found } });
    await page().getByText('OpenClaw is set up here, at 127.0.0.1:18789.').waitFor();
    expect(await page().evaluate<string>('document.activeElement.textContent')).toBe(
      'Which OpenClaw gateway should be kept open?',
    );
    await button('Connect').click();
    await expect.poll(commands).toEqual([{ name: 'setupChooseGateway', gateway: { kind: 'found' } }]);

    const shellCommand = 'openclaw devices approve 6f6d7c1e';
    const waits = setupCheck('gateway', 'checking', 'discovered does not know this computer yet.', {
      remedy: { text: "Run the approval command on the gateway's computer.", shellCommand },
    });
    const chosen = setupChoices({ network: 'sandbox', gateway: 'found', gatewayName: 'discovered' });
    show(now, 'gateway', {
      setup: { found, ...chosen },
      step: { state: 'checking', checking: CHECKING, checks: [waits] },
    });
    await button('Copy command').click();
    await expect.poll(() => clipboardText(page())).toBe(shellCommand);
    await page()
      .getByText(/Waiting for this until/)
      .waitFor();
    await button('Continue anyway').click();
    await button('Back').click();
    await expect.poll(() => commands().slice(-2)).toEqual([{ name: 'setupNext', anyway: true }, { name: 'setupBack' }]);
  });

  it('stores the token of a gateway under its name, connects, and tries another token when it was refused', async () => {
    show(now, 'gateway');
    await page().getByLabel('Address', { exact: true }).fill('wss://gw.example:8443/x');
    await page().getByLabel('Token', { exact: true }).fill(TOKEN);
    await button('Connect').click();
    await expect.poll(commands).toEqual([
      { name: 'setSecret', secret: 'gateway.gw-example-8443.token', value: TOKEN },
      {
        name: 'setupChooseGateway',
        gateway: { kind: 'url', name: 'gw.example:8443', url: 'wss://gw.example:8443/x' },
      },
    ]);
    expect(await everything()).not.toContain(TOKEN);

    const name = 'gw.example:8443';
    const refused = setupCheck('gateway', 'failed', 'gw.example:8443 refused the token.', { about: name });
    show(now, 'gateway', {
      setup: setupChoices({ network: 'sandbox', gateway: 'named', gatewayName: name }),
      step: { state: 'failed', checks: [refused] },
      snapshot: { gateways: [gatewaySummary({ id: 'gw-example-8443', name, host: name })] },
    });
    await page().getByRole('alert').filter({ hasText: 'refused the token' }).waitFor();
    await button('Check again').waitFor();
    await page().getByLabel('Signs in with').selectOption('Password');
    await page().getByLabel('Password', { exact: true }).fill(TOKEN);
    await button('Connect').click();
    await expect
      .poll(() => commands().slice(-2))
      .toEqual([
        { name: 'setSecret', secret: 'gateway.gw-example-8443.password', value: TOKEN },
        { name: 'setupChooseGateway', gateway: { kind: 'named', name } },
      ]);
    expect(await everything()).not.toContain(TOKEN);
  });

  it('goes on without a gateway', async () => {
    show(now, 'gateway');
    await page().getByRole('radio', { name: 'None for now' }).check();
    expect(await button('Skip this step').count()).toBe(0);
    await button('Continue without').click();
    await expect.poll(commands).toEqual([{ name: 'setupSkip' }]);
  });

  it('takes a token from a browser on this computer', async () => {
    show(now, 'subscriptions');
    await page().getByText('Add a subscription').click();
    await page().getByLabel('Name').first().fill('team-max-1');
    await page().getByLabel('Token').first().fill(TOKEN);
    await button('Add').first().click();
    await expect
      .poll(commands)
      .toEqual([{ name: 'addSubscription', subscription: { name: 'team-max-1', token: TOKEN } }]);
  });

  it('gives commands instead of fields for tokens where others can listen, and shows what they add', async () => {
    const { app } = subscriptionsSnapshot(now);
    const refusing = { app: { ...app, refusesSecrets: true as const } };
    show(now, 'subscriptions', { snapshot: refusing });
    await page().getByText('Add a subscription').click();
    await page().getByLabel('Name').first().fill("it's mine");
    await button('Copy command').first().click();
    await expect.poll(() => clipboardText(page())).toBe(String.raw`gatehouse sub add 'it'\''s mine'`);
    expect(await page().locator('input[type=password]').count()).toBe(0);
    expect(await page().locator('.button.primary').innerText()).toBe('Continue without');

    const { subscriptions } = subscriptionsSnapshot(now);
    const [agent] = subscriptions.agents;
    const agents = [{ ...agent!, subscription: null }];
    show(now, 'subscriptions', {
      snapshot: { ...refusing, subscriptions: { ...subscriptions, agents, isTryOut: false } },
    });
    const one = subscriptions.subscriptions[0]!.name;
    await page().getByLabel(`Subscription of ${agent!.name}`).selectOption(one);
    await expect.poll(commands).toEqual([{ name: 'assignSubscription', agent: agent!.name, subscription: one }]);
    await button('Check them').click();
    await expect.poll(() => commands().at(-1)).toEqual({ name: 'setupCheck' });
  });

  it('names each token and agent that is not well, with its remedy', async () => {
    const { subscriptions } = subscriptionsSnapshot(now);
    const rows = [
      ...subscriptions.subscriptions.map(({ name }) => setupCheck('token', 'ok', `${name} is taken.`, { about: name })),
      ...subscriptions.agents.map(({ name }) =>
        setupCheck('agent', 'failed', `${name} is down: it did not answer.`, {
          about: name,
          remedy: { text: 'Start the agent, or correct its address, then check again.' },
        }),
      ),
    ];
    show(now, 'subscriptions', { snapshot: { subscriptions }, step: { state: 'failed', checks: rows } });
    await page().getByRole('alert').first().waitFor();
    expect(await page().getByRole('alert').count()).toBe(subscriptions.agents.length);
    await button('Continue anyway').click();
    await button('Check again').click();
    await expect.poll(commands).toEqual([{ name: 'setupNext', anyway: true }, { name: 'setupCheck' }]);
  });

  it('asks last whether to start at login, and finishes', async () => {
    show(now, 'login-item', { setup: { loginItem: { isOn: false } } });
    expect(await page().getByRole('radio', { name: 'Only when I start it' }).isChecked()).toBe(true);
    await page().getByRole('radio', { name: 'Start at login' }).check();
    await button('Finish').click();
    await expect.poll(commands).toEqual([{ name: 'setupLoginItem', isOn: true }, { name: 'setupFinish' }]);
    shown.dashboard.show({ ...wellSnapshot(now), revision: 99 });
    await page().locator('main.view-overview').waitFor();
    expect(await page().evaluate<string>('document.activeElement.tagName')).toBe('H1');
  });

  it('can be put off, and comes back from the settings and by its address with one click', async () => {
    await button('Set up later').click();
    await expect.poll(commands).toEqual([{ name: 'setupLater' }]);
    shown.dashboard.show({ ...wellSnapshot(now), setup: setupStatus({ phase: 'later' }), revision: 99 });
    await page().evaluate<void>("location.hash = '#settings'; undefined");
    await page().getByRole('link', { name: 'Go on with the set-up' }).click();
    await page().getByRole('heading', { name: 'Set up Gatehouse' }).waitFor();
    expect(commands()).toHaveLength(1);
    await expectAccessible(page());
    await button('Go on with the set-up').click();
    await expect.poll(() => commands().at(-1)).toEqual({ name: 'setupStart' });
    show(now, 'gateway');
    await page().getByRole('radiogroup', { name: 'Gateway' }).waitFor();
  });

  it('says what the host refuses, and that nothing can be done while it is away', async () => {
    shown.dashboard.answer = async () => {
      throw new GatehouseError('settings_unwritable', 'The settings file cannot be written.');
    };
    await page().getByRole('radio', { name: 'In the sandbox' }).check();
    await button('Open the sandbox').click();
    await page().getByText('The settings file cannot be written.').waitFor();
    await shown.dashboard.stop();
    await page().getByText('The connection to Gatehouse is lost.').waitFor();
    expect(await button('Open the sandbox').isDisabled()).toBe(true);
    expect(await page().getByRole('radio', { name: 'In the sandbox' }).isChecked()).toBe(true);
  });

  it('is what the popover leads to, and nothing else', async () => {
    const url = new URL(shown.dashboard.issueUrl());
    url.searchParams.set('window', 'popover');
    await page().setViewportSize({ width: 380, height: 560 });
    await page().goto(url.href);
    await page().getByRole('heading', { name: 'Gatehouse is not set up yet.' }).waitFor();
    expect(await page().getByRole('link', { name: 'Set up Gatehouse…' }).getAttribute('href')).toBe('/#overview');
    expect(await page().getByRole('button').count()).toBe(0);
    await expectAccessible(page());
    shown.dashboard.show({ ...wellSnapshot(now), revision: 99 });
    await page().getByRole('region', { name: 'TEE' }).waitFor();
  });

  it('is used with the keyboard alone', async () => {
    await page().getByRole('radio', { name: 'With an account' }).focus();
    await page().keyboard.press('ArrowDown');
    await page().keyboard.press('ArrowDown');
    await page().keyboard.press('Enter');
    await expect.poll(commands).toEqual([{ name: 'setupChooseNetwork', network: { kind: 'sandbox' } }]);
  });

  it.each(['light', 'dark'] as const)(
    'has no fault that axe knows of on any page in %s, twice as large too',
    async mode => {
      await page().emulateMedia({ colorScheme: mode, reducedMotion: 'reduce' });
      const failed = setupCheck('chain', 'failed', 'It did not answer.', { remedy: { text: 'Check again.' } });
      const { subscriptions } = subscriptionsSnapshot(now);
      const none = { subscriptions: subscriptionsStatus() };
      // Each with something that stands on no other, or the one before would be looked at.
      const states: [told: string, ...Parameters<typeof setupSnapshot>][] = [
        ['How should requests reach a TEE?', now, 'network'],
        [
          'It did not answer.',
          now,
          'network',
          { setup: setupChoices({ network: 'own' }), step: { state: 'failed', checks: [failed] } },
        ],
        ['Which OpenClaw gateway should be kept open?', now, 'gateway'],
        ['docs-writer', now, 'subscriptions', { snapshot: { subscriptions } }],
        ['There is no subscription and no agent yet.', now, 'subscriptions', { snapshot: none }],
        ['Only when I start it', now, 'login-item', { setup: { loginItem: { isOn: true } } }],
      ];
      for (const [index, [told, ...state]] of states.entries()) {
        show(...state);
        await page().getByText(told, { exact: true }).first().waitFor();
        await page().setViewportSize({ width: 1040, height: 684 });
        await page().evaluate<void>("for (const e of document.querySelectorAll('details')) e.open = true; undefined");
        await expectAccessible(page());
        if (index === 0 || index === 2) {
          await page().screenshot({ path: `${PICTURES}first-run-${state[1]}-${mode}.png` });
        }
        await page().setViewportSize({ width: 520, height: 360 });
        await expectAccessible(page());
        expect(
          await page().evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
        ).toBe(0);
      }
    },
  );
});

describe('the first run in German', () => {
  const german = showBeforeEach(
    setupSnapshot(now, 'network', {
      setup: setupChoices({ network: 'sandbox' }),
      step: {
        state: 'failed',
        checks: [
          setupCheck('chain', 'ok', 'The registry lists 4 TEEs, 3 usable.', {
            told: { code: 'setup_registry', count: 3, total: 4 },
          }),
          setupCheck('tee', 'failed', 'Nobody has a sentence for this.'),
        ],
      },
    }),
    { locale: 'de-DE' },
  );

  it('speaks German, and marks as English what only the core says', async () => {
    const text = await german.watched.page.locator('main').innerText();
    expect(text).toContain('Wie sollen Anfragen eine TEE erreichen?');
    expect(text).toContain('Die Registry führt 4 TEEs, davon 3 nutzbar.');
    expect(await german.watched.page.locator('[lang=en]').allInnerTexts()).toEqual(['Nobody has a sentence for this.']);
    await expectAccessible(german.watched.page);
  });
});
