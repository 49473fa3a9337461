import type { GatewaySummary } from '../../../contract/index.ts';
import type { GatewayProfile } from '../client-options.ts';

/** One gateway of several. */
export interface FleetProfile extends GatewayProfile {
  /** Unique, and the same for as long as it is the same gateway to a person. */
  readonly id: string;
  /** Less is better. */
  readonly priority: number;
  readonly source: GatewaySummary['source'];
  /** Asked for at each sign-in. Default: the least. */
  readonly scopes?: readonly string[];
  /** A person said that it is to be left alone: it is not connected to, and takes over from none. */
  readonly isDisconnected?: boolean;
  /** Another one when the credentials that belong to it are others now, where that is known. */
  readonly credentialsMark?: string;
}

/** Whether both are reached in the same way, so that a connection to one is a connection to the other. */
export function isSameGateway(one: FleetProfile, other: FleetProfile): boolean {
  return (
    one.name === other.name &&
    one.url === other.url &&
    one.tlsFingerprint === other.tlsFingerprint &&
    one.allowInsecureNames === other.allowInsecureNames &&
    one.source === other.source &&
    one.credentialsMark === other.credentialsMark &&
    one.scopes?.join() === other.scopes?.join()
  );
}
