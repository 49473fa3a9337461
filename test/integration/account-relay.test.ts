import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AccountManager } from '../../electron/core/account/index.ts';
import {
  encryptedFileCandidate,
  openSecretStore,
  PinoLogger,
  plainFileCandidate,
  Redactor,
  RotatedFile,
  SystemClock,
  SystemRandom,
} from '../../electron/core/platform/index.ts';
import { RelayClient } from '../../electron/core/proxy/index.ts';
import { startSandbox } from '../../electron/sandbox/index.ts';
import { tempHome } from '../helpers/temp-home.ts';
import { prepare, question } from '../unit/sandbox/sealed-client.ts';

const { signal } = new AbortController();
const clock = new SystemClock();

/** A relay, an account that is signed in there, and a log of all that happens. */
async function createParts() {
  const home = await tempHome();
  const sandbox = await startSandbox({ seed: 'account', clock, signal: new AbortController().signal });
  onTestFinished(() => sandbox.stop());
  const redactor = new Redactor();
  const file = new RotatedFile({ path: join(home, 'logs', 'gatehouse.log') });
  const logger = new PinoLogger({ clock, scrubber: redactor, level: 'debug', file });
  const options = { home, keyFolder: join(home, 'keys'), redactor, clock, platform: process.platform };
  const candidates = [encryptedFileCandidate(options), plainFileCandidate(options)];
  const { store: secrets } = await openSecretStore({ home, candidates, prefer: 'auto', clock, signal });
  const account = new AccountManager({
    secrets,
    redactor,
    clock,
    random: new SystemRandom(),
    home,
    emit: event => logger.info('account', { event: { ...event } }),
  });
  onTestFinished(() => account.stop());
  const relay = new RelayClient({ url: sandbox.relayUrl, auth: account, clock, scrubber: redactor });
  onTestFinished(() => relay.close());
  const bundle = sandbox.account.createBundle() as { access_token: string; refresh_token: string };
  await account.loginWithBundle(JSON.stringify(bundle), 'pasted', signal);
  const enclave = sandbox.enclaves()[0]!;
  const post = async () => {
    const { wire } = (await prepare(enclave, question('hello'))).sealed;
    return relay.post({ teeId: enclave.teeId, wire, stream: false, signal: new AbortController().signal });
  };
  return { home, sandbox, account, logger, bundle, post };
}

describe('requests on a chat account', () => {
  it('are served after one renewal when 64 of them meet a token that ended early', async () => {
    const { sandbox, post } = await createParts();
    expect((await post()).kind).toBe('single');
    sandbox.account.expireTokens();
    const replies = await Promise.all(Array.from({ length: 64 }, () => post()));
    expect(replies.every(({ kind }) => kind === 'single')).toBe(true);
    expect(sandbox.account.refreshes).toBe(1);
  });

  it('fail with the refusal of the relay, and then for want of a login, once the session was ended elsewhere', async () => {
    const { sandbox, post, account } = await createParts();
    sandbox.account.signOutEverywhere();
    await expect(post()).rejects.toMatchObject({ status: 401 });
    await expect(post()).rejects.toMatchObject({ code: 'login_required' });
    expect(account.snapshot().state).toBe('signed-out');
    expect(sandbox.account.refreshes).toBe(1);
  });

  it('are not sent a third time to a relay that refuses every token', async () => {
    const { sandbox, post } = await createParts();
    sandbox.faults.relay({ kind: 'status', status: 401 }, { times: 3 });
    await expect(post()).rejects.toMatchObject({ status: 401 });
    expect(sandbox.account.refreshes).toBe(1);
    await expect(post()).rejects.toMatchObject({ status: 401 });
    expect(sandbox.account.refreshes).toBe(1);
    expect((await post()).kind).toBe('single');
  });

  it('leave no token, refresh token or login in any file', async () => {
    const { home, sandbox, account, logger, bundle, post } = await createParts();
    const secrets = [bundle.access_token, bundle.refresh_token];
    sandbox.account.expireTokens();
    await post();
    secrets.push((await account.bearer(signal))!);
    // What must not be logged is logged all the same.
    logger.error('leak', {
      bundle: JSON.stringify(bundle),
      header: `Bearer ${secrets[2]}`,
      status: account.snapshot(),
    });
    sandbox.account.signOutEverywhere();
    await post().catch((error: unknown) => logger.warn('refused', { error }));
    await account.loginWithBundle(JSON.stringify(bundle), 'import', signal);
    await account.logout(undefined, signal);
    const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter(file => file.isFile());
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['gatehouse.log', 'secrets.encrypted.json']));
    for (const file of files) {
      const text = await readFile(join(file.parentPath, file.name), 'latin1');
      for (const secret of secrets) {
        for (const form of [secret, Buffer.from(secret).toString('base64').slice(0, 24), encodeURIComponent(secret)]) {
          expect(text.includes(form), `${file.name} holds a secret`).toBe(false);
        }
      }
    }
  });
});
