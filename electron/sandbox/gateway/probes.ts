import type { GatewayState } from './state.ts';

/** An answer over plain HTTP. */
export interface ProbeAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** `/startupz`, `/healthz`, `/readyz` as gateway 2026.9.1 answers local callers; anything else is 404. */
export function probe(
  path: string,
  { life, startedAt }: GatewayState,
  { version, nowMs }: { readonly version: string; readonly nowMs: number },
): ProbeAnswer {
  const uptimeMs = Math.max(nowMs - startedAt, 0);
  const pendingReason = life === 'starting' ? 'startup-sidecars' : 'gateway-restarting';
  switch (path) {
    case '/startupz': {
      if (life === 'running') return { status: 200, body: { ok: true, status: 'started', version, uptimeMs } };
      const status = life === 'starting' ? 'starting' : 'draining';
      return { status: 503, body: { ok: false, status, version, uptimeMs, pendingReason } };
    }
    case '/healthz':
      return { status: 200, body: { ok: true, status: 'live' } };
    case '/readyz':
      if (life === 'running') return { status: 200, body: { ready: true, failing: [] } };
      return { status: 503, body: { ready: false, failing: [pendingReason] } };
    default:
      return { status: 404, body: { error: 'the sandbox gateway has no such page' } };
  }
}
