import { hostname } from 'node:os';
import type { GatewayAccess } from './core/app/index.ts';
import { GatewaySettings, gatewaySecretNames, type LoadedSettings } from './core/config/index.ts';
import { findLocalGateway } from './core/openclaw/index.ts';
import { userFolder as ownFolder, type Redactor, type SecretStore } from './core/platform/index.ts';
import { environmentSecret } from './environment-secret.ts';

/** Of the gateway at `gateway.url`, and of no other. */
const TOKEN_VARIABLE = 'GATEHOUSE_GATEWAY_TOKEN';
/** Names of OpenClaw itself. */
const HANDSHAKE_VARIABLE = 'OPENCLAW_HANDSHAKE_TIMEOUT_MS';
const INSECURE_VARIABLE = 'OPENCLAW_ALLOW_INSECURE_PRIVATE_WS';
const CHALLENGE_VARIABLE = 'OPENCLAW_CONNECT_CHALLENGE_TIMEOUT_MS';

/** What {@link gatewayAccess} needs. */
export interface GatewayAccessOptions {
  readonly loaded: Pick<LoadedSettings, 'settings' | 'sources' | 'file'>;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: SecretStore;
  readonly redactor: Redactor;
  /** Where OpenClaw's own files are looked for. Default: this user's home folder. */
  readonly userFolder?: string;
}

/** What the gateway clients need of settings, secrets and environment: for both hosts. Throws `secret_invalid`. */
export function gatewayAccess({
  loaded,
  env,
  secrets,
  redactor,
  userFolder = ownFolder(),
}: GatewayAccessOptions): GatewayAccess {
  const tokenOfEnvironment = environmentSecret(TOKEN_VARIABLE, 'gateway.token', { env, redactor });
  return {
    settings: new GatewaySettings(loaded),
    credentials: async (gateway, signal) => {
      const { token, password, setup } = gatewaySecretNames(gateway);
      return {
        token: (gateway.isShorthand ? tokenOfEnvironment : undefined) ?? (await secrets.get(token, signal)),
        password: await secrets.get(password, signal),
        bootstrapToken: await secrets.get(setup, signal),
      };
    },
    tokenVariable: tokenOfEnvironment === undefined ? undefined : TOKEN_VARIABLE,
    discover: async signal => {
      const found = await findLocalGateway({ env, userFolder }, signal);
      for (const secret of [found?.token, found?.password]) if (secret !== undefined) redactor.add(secret);
      return found;
    },
    secrets,
    handshakeTimeoutVariable: env[HANDSHAKE_VARIABLE],
    challengeTimeoutVariable: env[CHALLENGE_VARIABLE],
    allowInsecureNames: env[INSECURE_VARIABLE]?.trim() === '1',
    computerName: hostname(),
  };
}
