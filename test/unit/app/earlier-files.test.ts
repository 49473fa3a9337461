import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AccountBook } from '../../../electron/core/account/account-book.ts';
import { FileSecretStore, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { ReceiptJournal, verifyReceipt } from '../../../electron/core/proof/index.ts';
import { ActivityBook, ActivityFile } from '../../../electron/core/status/index.ts';
import { SubscriptionVault } from '../../../electron/core/subscriptions/vault/vault.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
/** As the first version that had each of them wrote them. They are not to be brought up to date. */
const EARLIER = new URL('earlier-files/', import.meta.url);

async function homeWith(name: string, path = name): Promise<string> {
  const home = await tempHome();
  await mkdir(join(home, 'logs'));
  await copyFile(new URL(name, EARLIER), join(home, path));
  return home;
}

describe('the files of an earlier version', () => {
  it('are read: receipts, which still prove themselves', async () => {
    const home = await homeWith('receipts.jsonl');
    const path = join(home, 'receipts.jsonl');
    const journal = new ReceiptJournal({ path, maxCount: 10, maxBytes: 1_000_000, clock, logger: silentLogger });
    const receipts = await journal.list({}, signal);
    await journal.close();

    expect(receipts.map(verifyReceipt)).toEqual([{ ok: true }]);
    expect(receipts[0]?.unsigned).toBeUndefined();
  });

  it('are read: activity, whose words it has to do with, and the next entry goes on counting', async () => {
    const home = await homeWith('activity.jsonl', 'logs/activity.jsonl');
    const book = new ActivityBook();
    book.load(await new ActivityFile(join(home, 'logs', 'activity.jsonl'), silentLogger).read(signal));

    expect(book.newest(9).map(({ code, event }) => [code, event])).toEqual([
      ['appStarted', undefined],
      ['proxyListening', undefined],
      ['gatewayStateChanged', undefined],
    ]);
    expect(book.detail(2)?.steps).toEqual([
      { code: 'proxyListening', sentence: book.detail(2)?.entry.sentence, offsetMs: 0 },
    ]);
    expect(book.nextId).toBe(4);
  });

  it('are read: subscriptions, with the tokens that lie beside them, and none is set aside', async () => {
    const home = await homeWith('subscriptions.json');
    const secrets = new FileSecretStore({ home, redactor: new Redactor(), clock });
    await secrets.set('subscription.0b2f1c1e-6f0a-4a2c-9a52-1d7d1f6c1e10', 'planted-token', signal);
    const vault = new SubscriptionVault({ home, secrets, clock });
    await vault.open(signal);

    expect(await vault.list(signal)).toMatchObject([{ name: 'Work', tier: 'max', state: 'active', hasToken: true }]);
    expect((await readdir(home)).filter(name => name.includes('corrupt'))).toEqual([]);
  });

  it('are read: accounts, signed in as they were', async () => {
    const home = await tempHome();
    const secrets = new FileSecretStore({ home, redactor: new Redactor(), clock });
    const stored = JSON.parse(await readFile(new URL('account.json', EARLIER), 'utf8')) as Record<string, string>;
    for (const [name, value] of Object.entries(stored)) await secrets.set(name, value, signal);
    const book = new AccountBook({ home, secrets, redactor: new Redactor(), clock });

    expect(await book.active(signal)).toMatchObject({
      id: '3f1e5a90c2b7',
      user: { email: 'one@example.com' },
      tokens: { access: 'planted-access', refresh: 'planted-refresh' },
    });
  });
});
