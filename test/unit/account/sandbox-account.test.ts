import { describe, expect, it } from 'vitest';
import { startServer } from './support.ts';

type Bundle = Readonly<Record<'access_token' | 'refresh_token', string>>;

async function renew(appUrl: string, refreshToken: string, apikey = 'sandbox-public-key'): Promise<Response> {
  return fetch(`${appUrl}/auth/v1/token?grant_type=refresh_token`, {
    method: 'POST',
    headers: { apikey, 'content-type': 'application/json' },
    body: JSON.stringify({ refresh_token: refreshToken }),
  });
}

describe("the sandbox's chat app", () => {
  it('hands logins to addresses of this computer only', async () => {
    const { appUrl } = await startServer();
    for (const address of ['https://evil.example', 'http://127.0.0.1.evil.example', 'javascript:alert(1)', '']) {
      const response = await fetch(`${appUrl}/cli-auth?redirect_uri=${encodeURIComponent(address)}`);
      expect(response.status).toBe(400);
    }
  });

  it('shows what the address says as text', async () => {
    const { appUrl } = await startServer();
    const query = new URLSearchParams({
      redirect_uri: 'http://127.0.0.1:9',
      app_name: '<img src=x onerror=alert(1)>',
      state: '</script><script>alert(1)</script>',
    });
    const html = await (await fetch(`${appUrl}/cli-auth?${query.toString()}`)).text();
    expect(html).not.toContain('<img');
    expect(html.match(/<\/script>/g)).toHaveLength(1);
  });

  it.each(['bundle', 'expire', 'end'])('does nothing for a page of another origin (%s)', async what => {
    const server = await startServer();
    const { access_token } = server.createBundle() as unknown as Bundle;
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const headers = origin === undefined ? {} : { origin };
      const response = await fetch(`${server.appUrl}/cli-auth/${what}`, { method: 'POST', headers });
      expect(response.status).toBe(403);
    }
    expect(server.sessionCount).toBe(1);
    expect(server.accepts(access_token)).toBe(true);
  });

  it('expires tokens and ends sessions for its own page', async () => {
    const server = await startServer();
    const { access_token } = server.createBundle() as unknown as Bundle;
    const post = (what: string) =>
      fetch(`${server.appUrl}/cli-auth/${what}`, { method: 'POST', headers: { origin: server.appUrl } });
    expect((await post('expire')).status).toBe(200);
    expect(server.accepts(access_token)).toBe(false);
    expect(server.sessionCount).toBe(1);
    expect((await post('end')).status).toBe(200);
    expect(server.sessionCount).toBe(0);
  });

  it('renews with a refresh token once, and the old access token is over', async () => {
    const server = await startServer();
    const { access_token, refresh_token } = server.createBundle() as unknown as Bundle;
    const first = await renew(server.appUrl, refresh_token);
    expect(first.status).toBe(200);
    const next = (await first.json()) as Bundle;
    expect(server.accepts(next.access_token)).toBe(true);
    expect(server.accepts(access_token)).toBe(false);
    expect((await renew(server.appUrl, refresh_token)).status).toBe(400);
    expect((await renew(server.appUrl, next.refresh_token, 'wrong-key')).status).toBe(401);
  });

  it('expires tokens and ends sessions on demand', async () => {
    const server = await startServer();
    const { access_token, refresh_token } = server.createBundle() as unknown as Bundle;
    server.expireTokens();
    expect(server.accepts(access_token)).toBe(false);
    const { refresh_token: next } = (await (await renew(server.appUrl, refresh_token)).json()) as Bundle;
    server.signOutEverywhere();
    expect((await renew(server.appUrl, next)).status).toBe(400);
  });
});
