import { GatewayAddressCheck } from '../../../contract/index.ts';
import { GatehouseError } from '../../platform/index.ts';
import type { Gateways } from '../gateways.ts';

/** What is wrong with an address as it is typed, or how it would be used. Connects to nothing, never repeats the address. */
export function checkGatewayAddress(
  { url, tlsFingerprint }: { readonly url: string; readonly tlsFingerprint?: string | undefined },
  gateways: Pick<Gateways, 'checkAddress'>,
): GatewayAddressCheck {
  try {
    const { host, warning } = gateways.checkAddress(url, tlsFingerprint);
    return { ok: true, host, warning };
  } catch (thrown) {
    if (!(thrown instanceof GatehouseError)) throw thrown;
    const { code, message: problem, remedy = null } = thrown;
    return GatewayAddressCheck.parse({ ok: false, code, problem, remedy });
  }
}
