import { describe, expect, it } from 'vitest';
import type { UsedAccount } from '../../electron/contract/index.ts';
import { accountStatus, noAccount } from '../helpers/snapshots.ts';
import { clipboardText } from './page.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { sandboxSnapshot, wellSnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();
const URL_OF_PAGE = 'https://chat.example.org/cli-auth?state=one-time';
const LOGIN = { url: URL_OF_PAGE, startedAt: now, endsAt: now + 300_000 };
const shown = showBeforeEach(wellSnapshot(now));
let revision = 10;

function show(account: UsedAccount, base = wellSnapshot(now)): void {
  revision += 1;
  shown.dashboard.show({ ...base, account, revision });
}

describe('the account line in a real browser', () => {
  it('names who is signed in and what requests use, and signs out', async () => {
    const { page, complaints } = shown.watched;
    await openView(page, 'settings');
    const line = page.getByRole('region', { name: 'Account' });
    for (const fact of ['Signed in', 'you@example.org', 'Requests are sent with it']) {
      expect(await line.innerText()).toContain(fact);
    }
    await page.screenshot({ path: `${PICTURES}account-light.png` });
    await page.getByRole('button', { name: 'Sign out you@example.org' }).click();
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'logout', account: '0123456789ab' }]);
    expect(complaints).toEqual([]);
  });

  it('signs in, shows the address while it waits, takes a pasted login and forgets it, and cancels', async () => {
    const { page, complaints } = shown.watched;
    await openView(page, 'settings');
    const line = page.getByRole('region', { name: 'Account' });
    show(noAccount({ requestsUse: 'sandbox' }), sandboxSnapshot(now));
    await line.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'login', show: true }]);
    await line.getByRole('button', { name: 'Try it in the sandbox' }).click();
    await expect.poll(() => shown.dashboard.commands.at(-1)).toEqual({ name: 'login', sandbox: true, show: true });
    await line.getByRole('button', { name: 'Take over from og-veil' }).click();
    await expect.poll(() => shown.dashboard.commands.at(-1)).toEqual({ name: 'importVeilSession' });

    show(noAccount({ requestsUse: 'sandbox', login: LOGIN }), sandboxSnapshot(now));
    await line.getByRole('button', { name: 'Copy address' }).click();
    await expect.poll(() => clipboardText(page)).toBe(URL_OF_PAGE);
    await line.getByText('Paste the login').click();
    const field = line.getByLabel('Login, as the page shows it');
    expect(await field.getAttribute('type')).toBe('password');
    await field.fill('{"access_token":"planted-token"}');
    await page.screenshot({ path: `${PICTURES}account-login-light.png` });
    await line.getByRole('button', { name: 'Use this login' }).click();
    await expect
      .poll(() => shown.dashboard.commands.at(-1))
      .toEqual({ name: 'loginWithBundle', bundle: '{"access_token":"planted-token"}' });
    expect(await field.inputValue()).toBe('');
    expect(await page.content()).not.toContain('planted-token');
    await line.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => shown.dashboard.commands.at(-1)).toEqual({ name: 'cancelLogin' });
    expect(complaints).toEqual([]);
  });

  it('tells of a login that ended, with a way back in', async () => {
    const { page } = shown.watched;
    const ended = noAccount({
      state: 'signed-out',
      sentence: 'you@example.org was signed out.',
      remedy: { text: 'Sign in again: gatehouse login.', command: 'login' },
      loginFailure: 'Nobody signed in within 5 minutes.',
    });
    show(ended, { ...wellSnapshot(now), health: 'needs-you', headline: 'Private inference needs you.' });
    const band = page.getByRole('region', { name: 'Signed out' });
    expect(await band.innerText()).toContain('Nobody signed in within 5 minutes.');
    await band.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'login', show: true }]);
    expect(await page.locator('header.head').innerText()).toContain('you@example.org was signed out.');
  });

  it('offers the other accounts and says when a restart is needed', async () => {
    const { page } = shown.watched;
    await openView(page, 'settings');
    const { active } = accountStatus();
    const other = { ...active!, id: 'ba9876543210', email: 'two@example.org' };
    const notice = { sentence: 'you@example.org belongs to another network.', remedy: { text: 'Restart Gatehouse.' } };
    show(accountStatus({ accounts: [active!, other], notice }));
    const line = page.getByRole('region', { name: 'Account' });
    await line.getByText('you@example.org belongs to another network. Restart Gatehouse.').waitFor();
    await line.getByRole('button', { name: 'Use two@example.org' }).click();
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'useAccount', account: 'ba9876543210' }]);
  });
});
