import { describe, expect, it } from 'vitest';
import { FileSecretStore, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { gatewayAccess } from '../../../electron/gateway-access.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const TOKEN = 'planted-token-of-the-environment';
const signal = new AbortController().signal;

async function createAccess(env: NodeJS.ProcessEnv) {
  const redactor = new Redactor();
  const secrets = new FileSecretStore({ home: await tempHome(), redactor, clock: new SystemClock() });
  return { access: gatewayAccess({ env, secrets, redactor }), secrets, redactor };
}

describe('gatewayAccess', () => {
  it('asks the secret store anew for each attempt, so that a new token counts at once', async () => {
    const { access, secrets } = await createAccess({ GATEHOUSE_GATEWAY_TOKEN: '' });
    expect(await access.credentials(signal)).toEqual({ token: undefined, password: undefined });
    await secrets.set('gateway.token', 'stored-token', signal);
    await secrets.set('gateway.password', 'stored-password', signal);
    expect(await access.credentials(signal)).toEqual({ token: 'stored-token', password: 'stored-password' });
  });

  it('prefers the token of the environment and keeps it out of what is said', async () => {
    const { access, secrets, redactor } = await createAccess({ GATEHOUSE_GATEWAY_TOKEN: TOKEN });
    await secrets.set('gateway.token', 'stored-token', signal);
    expect((await access.credentials(signal)).token).toBe(TOKEN);
    expect(redactor.redact(`the token ${TOKEN}`)).not.toContain(TOKEN);
  });

  it('refuses a token that no store would take, without repeating it', async () => {
    const refused = createAccess({ GATEHOUSE_GATEWAY_TOKEN: 'two\nlines-of-it' });
    await expect(refused).rejects.toMatchObject({ code: 'secret_invalid' });
    await expect(refused).rejects.toThrow(/^GATEHOUSE_GATEWAY_TOKEN: (?!.*lines-of-it)/);
  });

  it('hands on the handshake limit that OpenClaw itself reads', async () => {
    const { access } = await createAccess({ OPENCLAW_HANDSHAKE_TIMEOUT_MS: '2500' });
    expect(access.handshakeTimeoutVariable).toBe('2500');
  });
});
