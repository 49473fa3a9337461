import { hostname } from 'node:os';
import type { GatewayAccess } from './core/app/index.ts';
import type { Redactor, SecretStore } from './core/platform/index.ts';
import { environmentSecret } from './environment-secret.ts';

const TOKEN_SECRET = 'gateway.token';
const PASSWORD_SECRET = 'gateway.password';
const TOKEN_VARIABLE = 'GATEHOUSE_GATEWAY_TOKEN';
/** A name of OpenClaw itself. */
const HANDSHAKE_VARIABLE = 'OPENCLAW_HANDSHAKE_TIMEOUT_MS';

/** What the gateway client needs of secrets and environment: for both hosts. Throws `secret_invalid`. */
export function gatewayAccess({
  env,
  secrets,
  redactor,
}: {
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: SecretStore;
  readonly redactor: Redactor;
}): GatewayAccess {
  const tokenOfEnvironment = environmentSecret(TOKEN_VARIABLE, TOKEN_SECRET, { env, redactor });
  return {
    credentials: async signal => ({
      token: tokenOfEnvironment ?? (await secrets.get(TOKEN_SECRET, signal)),
      password: await secrets.get(PASSWORD_SECRET, signal),
    }),
    secrets,
    handshakeTimeoutVariable: env[HANDSHAKE_VARIABLE],
    computerName: hostname(),
  };
}
