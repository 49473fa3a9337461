import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileSecretStore, Redactor, type SecretStore } from '../../../../electron/core/platform/index.ts';
import { SubscriptionVault } from '../../../../electron/core/subscriptions/index.ts';
import { expectMode } from '../../../helpers/file-mode.ts';
import { tokenOf } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const YEAR_MS = 365 * 86_400_000;

async function made({ home, secrets }: { home?: string; secrets?: (own: SecretStore) => SecretStore } = {}) {
  const folder = home ?? (await tempHome());
  const clock = new VirtualClock();
  const own = new FileSecretStore({ home: folder, redactor: new Redactor(), clock });
  const vault = new SubscriptionVault({ home: folder, secrets: secrets?.(own) ?? own, clock });
  return { vault, home: folder, secrets: own, clock, repairs: await vault.open(signal) };
}

/** A secret store that ends like a process that is killed right before or after its n-th change. */
function dyingAt(when: 'before' | 'after'): (own: SecretStore) => SecretStore {
  const die = (): never => {
    throw new Error('killed');
  };
  return own => ({
    description: own.description,
    get: (name, abort) => own.get(name, abort),
    names: abort => own.names(abort),
    set: async (name, value, abort) => {
      if (!name.startsWith('subscription.')) return own.set(name, value, abort);
      if (when === 'after') await own.set(name, value, abort);
      return die();
    },
    delete: async (name, abort) => {
      if (when === 'after') await own.delete(name, abort);
      return die();
    },
  });
}

describe('SubscriptionVault', () => {
  it('keeps tokens in the secret store and everything else in a file of its owner', async () => {
    const { vault, home, secrets, clock } = await made();
    const added = await vault.add({ name: ' Work ', token: ` ${tokenOf('a')}\n`, tier: 'max', note: 'mine' }, signal);
    expect(added).toMatchObject({
      name: 'Work',
      kind: 'setup_token',
      tier: 'max',
      note: 'mine',
      expiresAtMs: clock.now() + YEAR_MS,
      state: 'active',
    });
    expect(added.fingerprint).toMatch(/^[0-9a-f]{12}$/);
    expect(await secrets.get(`subscription.${added.id}`, signal)).toBe(tokenOf('a'));
    const path = join(home, 'subscriptions.json');
    expect(await readFile(path, 'utf8')).not.toContain('sk-ant');
    await expectMode(path, 0o600);
    const again = await made({ home });
    expect(again.vault.subscriptions()).toEqual([added]);
    expect(await again.vault.token(added.id, signal)).toBe(tokenOf('a'));
  });

  it('has another digest for the same token on another machine', async () => {
    const [one, two] = [await made(), await made()];
    const digests = await Promise.all(
      [one, two].map(({ vault }) => vault.add({ name: 'a', token: tokenOf('a') }, signal)),
    );
    expect(digests[0]!.fingerprint).not.toBe(digests[1]!.fingerprint);
  });

  it.each([
    ['', 'No token was given.'],
    ['sk-ant-ort01-aaaaaaaaaaaaaaaaaaaaaaaa', /starts neither with/],
    ['sk-ant-oat01-short', /18 characters/],
    [`${tokenOf('a')} b`, /a blank/],
    [`${tokenOf('a')}\n${tokenOf('b')}`, /a blank/],
    [`${tokenOf('a')}\u0000`, /another character/],
    [`sk-ant-oat01-${'a'.repeat(5_000)}`, /5013 characters/],
  ])('refuses the token %j without quoting it', async (token, message) => {
    const { vault } = await made();
    const refused = await vault.add({ name: 'a', token }, signal).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'subscription_token_invalid', message: expect.stringMatching(message) });
    expect(vault.subscriptions()).toEqual([]);
  });

  it('tells a key of the platform from a subscription', async () => {
    const { vault } = await made();
    const added = await vault.add({ name: 'key', token: `sk-ant-api03-${'a'.repeat(40)}` }, signal);
    expect(added).toMatchObject({ kind: 'api_key', expiresAtMs: null });
  });

  it('refuses a name twice, whatever its case, also when both come at once', async () => {
    const { vault, secrets } = await made();
    const adding = ['Work', 'wORK'].map((name, index) => vault.add({ name, token: tokenOf(`t${index}`) }, signal));
    const results = await Promise.allSettled(adding);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(results[1]).toMatchObject({ reason: { code: 'subscription_name_taken' } });
    expect((await secrets.names(signal)).filter(name => name.startsWith('subscription.'))).toHaveLength(1);
  });

  it('refuses a token that another one has, and names that one', async () => {
    const { vault } = await made();
    await vault.add({ name: 'a', token: tokenOf('a') }, signal);
    await vault.add({ name: 'b', token: tokenOf('b') }, signal);
    const duplicate = { code: 'subscription_duplicate', message: expect.stringContaining('“a”') };
    await expect(vault.add({ name: 'c', token: tokenOf('a') }, signal)).rejects.toMatchObject(duplicate);
    await expect(vault.replace('b', tokenOf('a'), signal)).rejects.toMatchObject(duplicate);
  });

  it('refuses a name that is a token', async () => {
    const { vault } = await made();
    const added = vault.add({ name: tokenOf('a'), token: tokenOf('b') }, signal);
    await expect(added).rejects.toMatchObject({ code: 'subscription_name_invalid' });
  });

  it('replaces a token and keeps the id; the same token again is no change', async () => {
    const { vault, clock } = await made();
    const added = await vault.add({ name: 'a', token: tokenOf('a') }, signal);
    await clock.advance(1_000);
    const { subscription, changed } = await vault.replace('a', tokenOf('new'), signal);
    expect([subscription.id, changed, subscription.replacedAtMs]).toEqual([added.id, true, clock.now()]);
    expect(subscription.fingerprint).not.toBe(added.fingerprint);
    expect(await vault.replace('a', tokenOf('new'), signal)).toEqual({ subscription, changed: false });
  });

  it('gives another name and lets go of the old one', async () => {
    const { vault } = await made();
    await vault.add({ name: 'a', token: tokenOf('a') }, signal);
    await vault.describe('a', { name: 'b', note: 'two\nlines' }, signal);
    expect(vault.find('B')).toMatchObject({ name: 'b', note: 'two lines' });
    expect(() => vault.find('a')).toThrow(expect.objectContaining({ remedy: 'There are: b.' }));
  });
});

describe('a vault that is opened after a crash', () => {
  it.each(['before', 'after'] as const)('%s the token was stored drops the half-added one', async when => {
    const { vault, home } = await made();
    await vault.add({ name: 'old', token: tokenOf('old') }, signal);
    const dying = await made({ home, secrets: dyingAt(when) });
    // Taken back at once here; a kill would leave the announcement, which is put back.
    const announced = readFile(join(home, 'subscriptions.json'), 'utf8');
    await dying.vault.add({ name: 'new', token: tokenOf('new') }, signal).catch(() => undefined);
    const content = JSON.parse(await announced) as { content: { subscriptions: { state: string; id: string }[] } };
    const [kept] = content.content.subscriptions;
    const half = {
      ...kept,
      id: '11111111-1111-4111-8111-111111111111',
      name: 'new',
      state: 'adding',
      fingerprint: '0',
    };
    content.content.subscriptions.push(half);
    await writeFile(join(home, 'subscriptions.json'), JSON.stringify(content));
    const again = await made({ home });
    expect(again.repairs.abandoned).toEqual(['new']);
    expect(again.vault.subscriptions().map(({ name }) => name)).toEqual(['old']);
    expect((await again.secrets.names(signal)).filter(name => name.startsWith('subscription.'))).toHaveLength(1);
  });

  it('in the middle of a replacement has the new token and its digest, and says whose agents need it', async () => {
    const { vault, home } = await made();
    const added = await vault.add({ name: 'a', token: tokenOf('a') }, signal);
    const dying = await made({ home, secrets: dyingAt('after') });
    await expect(dying.vault.replace('a', tokenOf('new'), signal)).rejects.toThrow('killed');
    const again = await made({ home });
    expect(again.repairs.replaced).toEqual([added.id]);
    expect(await again.vault.token(added.id, signal)).toBe(tokenOf('new'));
    expect((await made({ home })).repairs.replaced).toEqual([]);
  });

  it.each(['before', 'after'] as const)('%s a removed token was deleted has no token of it any more', async when => {
    const { vault, home } = await made();
    const added = await vault.add({ name: 'a', token: tokenOf('a') }, signal);
    const dying = await made({ home, secrets: dyingAt(when) });
    await expect(dying.vault.retire('a', signal)).rejects.toThrow('killed');
    const again = await made({ home });
    expect(again.vault.removing()).toMatchObject([{ id: added.id }]);
    expect(await again.secrets.get(`subscription.${added.id}`, signal)).toBeUndefined();
  });

  it('deletes tokens that no entry names', async () => {
    const { vault, home, secrets } = await made();
    await vault.add({ name: 'a', token: tokenOf('a') }, signal);
    await secrets.set('subscription.11111111-1111-4111-8111-111111111111', tokenOf('orphan'), signal);
    const again = await made({ home });
    expect(again.repairs.orphans).toBe(1);
    expect(await secrets.names(signal)).toHaveLength(2);
  });

  it('shows an entry whose token is gone as one without a token', async () => {
    const { vault, home, secrets } = await made();
    const added = await vault.add({ name: 'a', token: tokenOf('a') }, signal);
    await secrets.delete(`subscription.${added.id}`, signal);
    const again = await made({ home });
    expect(again.repairs.tokenMissing).toEqual(['a']);
    expect(await again.vault.list(signal)).toMatchObject([{ name: 'a', hasToken: false }]);
  });

  it('sets a damaged file aside, names it, and gives the tokens new entries instead of deleting them', async () => {
    const { vault, home } = await made();
    const added = await vault.add({ name: 'a', token: tokenOf('a') }, signal);
    await writeFile(join(home, 'subscriptions.json'), '{"version":1,"content":{"subscr');
    const again = await made({ home });
    expect(again.repairs.setAside).toMatchObject({ reason: 'it is not JSON' });
    expect(await readdir(home)).toContain(basename(again.repairs.setAside!.file));
    expect(again.vault.subscriptions()).toMatchObject([{ id: added.id, name: `recovered-${added.id.slice(0, 8)}` }]);
    expect(await again.vault.token(added.id, signal)).toBe(tokenOf('a'));
  });

  it('refuses the file of a later release and leaves it alone', async () => {
    const { home } = await made();
    const text = '{"version":9,"content":{}}';
    await writeFile(join(home, 'subscriptions.json'), text);
    await expect(made({ home })).rejects.toMatchObject({ code: 'subscriptions_file_too_new' });
    expect(await readFile(join(home, 'subscriptions.json'), 'utf8')).toBe(text);
  });
});
