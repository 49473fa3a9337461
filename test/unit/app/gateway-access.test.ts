import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openConfFile, resolveSettings } from '../../../electron/core/config/index.ts';
import { FileSecretStore, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { gatewayAccess } from '../../../electron/gateway-access.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const TOKEN = 'planted-token-of-the-environment';
const signal = new AbortController().signal;

async function createAccess(env: NodeJS.ProcessEnv) {
  const redactor = new Redactor();
  const home = await tempHome();
  const secrets = new FileSecretStore({ home, redactor, clock: new SystemClock() });
  const file = openConfFile(join(home, 'config.json'));
  const gateway = { url: 'ws://127.0.0.1:1', profiles: [{ name: 'office', url: 'wss://office.example' }] };
  const loaded = { ...resolveSettings({ env: {}, file: { gateway }, filePath: file.path }), file };
  const access = gatewayAccess({ loaded, env, secrets, redactor, userFolder: home });
  const [first, office] = access.settings.list();
  if (first === undefined || office === undefined) throw new Error('there are two');
  return { access, secrets, redactor, home, first, office };
}

describe('gatewayAccess', () => {
  it('asks the secret store anew for each attempt, so that a new token counts at once', async () => {
    const { access, secrets, first } = await createAccess({ GATEHOUSE_GATEWAY_TOKEN: '' });
    expect(await access.credentials(first, signal)).toEqual({});
    await secrets.set('gateway.token', 'stored-token', signal);
    await secrets.set('gateway.password', 'stored-password', signal);
    await secrets.set('gateway.setup', 'stored-code', signal);
    expect(await access.credentials(first, signal)).toEqual({
      token: 'stored-token',
      password: 'stored-password',
      bootstrapToken: 'stored-code',
    });
  });

  it('gives each gateway its own secrets, and the token of the environment to gateway.url alone', async () => {
    const { access, secrets, first, office, redactor } = await createAccess({ GATEHOUSE_GATEWAY_TOKEN: TOKEN });
    await secrets.set('gateway.token', 'stored-token', signal);
    expect((await access.credentials(first, signal)).token).toBe(TOKEN);
    expect(await access.credentials(office, signal)).toEqual({});
    await secrets.set('gateway.office.token', 'token-of-office', signal);
    expect((await access.credentials(office, signal)).token).toBe('token-of-office');
    expect((await access.credentials(first, signal)).token).toBe(TOKEN);
    expect(redactor.redact(`the token ${TOKEN}`)).not.toContain(TOKEN);
  });

  it('refuses a token that no store would take, without repeating it', async () => {
    const refused = createAccess({ GATEHOUSE_GATEWAY_TOKEN: 'two\nlines-of-it' });
    await expect(refused).rejects.toMatchObject({ code: 'secret_invalid' });
    await expect(refused).rejects.toThrow(/^GATEHOUSE_GATEWAY_TOKEN: (?!.*lines-of-it)/);
  });

  it('hands on the limits that OpenClaw itself reads', async () => {
    const env = { OPENCLAW_HANDSHAKE_TIMEOUT_MS: '2500', OPENCLAW_CONNECT_CHALLENGE_TIMEOUT_MS: '900' };
    const { access } = await createAccess(env);
    expect(access).toMatchObject({ handshakeTimeoutVariable: '2500', challengeTimeoutVariable: '900' });
  });

  it("keeps what it found in OpenClaw's configuration out of what is said, and out of the secret store", async () => {
    const { access, home, redactor, secrets } = await createAccess({});
    await mkdir(join(home, '.openclaw'));
    await writeFile(join(home, '.openclaw', 'openclaw.json'), '{gateway:{auth:{token:"planted-in-openclaw"}}}');
    expect((await access.discover(signal))?.token).toBe('planted-in-openclaw');
    expect(redactor.redact('planted-in-openclaw')).not.toContain('planted');
    expect(await secrets.names(signal)).toEqual([]);
  });
});
