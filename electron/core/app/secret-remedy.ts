import type { GatewaySummary, Remedy, UsedGateway } from '../../contract/index.ts';
import { type ConfiguredGateway, gatewaySecretNames } from '../config/index.ts';

/** Which secret mends a refusal, by its reason. */
const SECRET_OF: ReadonlyMap<string, 'token' | 'password'> = new Map([
  ['token-missing', 'token'],
  ['token-mismatch', 'token'],
  ['identity-required', 'token'],
  ['unauthorized', 'token'],
  ['device-token-refused', 'token'],
  ['scope-mismatch', 'token'],
  ['password-missing', 'password'],
  ['password-mismatch', 'password'],
]);

/**
 * The remedy of a refused sign-in with the exact command that stores the secret, for it is called differently for each
 * gateway. What comes from OpenClaw's own configuration or from the environment is changed there. Other remedies stay as
 * they are.
 */
export function secretRemedy(
  { reason, remedy }: Pick<UsedGateway, 'reason' | 'remedy'>,
  summary: Pick<GatewaySummary, 'source'>,
  configured: Pick<ConfiguredGateway, 'id' | 'isShorthand'> | undefined,
  tokenVariable: string | undefined,
): Remedy | null {
  const kind = SECRET_OF.get(reason ?? '');
  if (kind === undefined || remedy === null) return remedy;
  if (summary.source === 'discovered') {
    const text = `${remedy.text} It is read from OpenClaw’s configuration on this computer: correct it there, then reconnect.`;
    return { ...remedy, text };
  }
  if (configured === undefined) return remedy;
  if (configured.isShorthand && kind === 'token' && tokenVariable !== undefined) {
    return {
      ...remedy,
      text: `${remedy.text} It is read from ${tokenVariable}: correct it, and start Gatehouse again.`,
    };
  }
  const secret = gatewaySecretNames(configured)[kind];
  const text = `${remedy.text} Store it with this command, then reconnect.`;
  return { ...remedy, text, shellCommand: `gatehouse secret set ${secret}`, secret };
}
