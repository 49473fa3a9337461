import type { ClientRequest } from 'node:http';
import { TLSSocket } from 'node:tls';
import { GatewayError } from './errors.ts';

/**
 * Sends a TLS request that was made without certificate checks, once the certificate is the pinned one: before the first
 * byte of HTTP is written, which would carry what a proxy may log. Otherwise the request fails with
 * `gateway_pin_mismatch`.
 */
export function finishWhenPinned(pin: string): (request: ClientRequest) => void {
  return request => {
    request.once('socket', socket => {
      socket.once('secureConnect', () => {
        const actual = socket instanceof TLSSocket ? socket.getPeerCertificate().fingerprint256 : undefined;
        if (actual?.replaceAll(':', '').toLowerCase() === pin) request.end();
        else request.destroy(new GatewayError('gateway_pin_mismatch', 'The certificate is not the pinned one.'));
      });
    });
  };
}
