import { useDebounced } from '../../state/use-debounced.ts';
import { useQuery } from '../../state/use-query.ts';
import { type AddressProblem, addressProblem, isBadFingerprint, isSecure } from './address.ts';

/**
 * What is wrong with an address as it is typed: what the page sees at once, and then what the core says, which knows
 * which hosts may be reached without TLS.
 */
export function useAddressCheck(address: string, fingerprint: string): AddressProblem | undefined {
  const own = addressProblem(address);
  const url = useDebounced(address.trim());
  const pin = isSecure(url) && !isBadFingerprint(fingerprint) ? fingerprint.trim() : '';
  const isWorthAsking = url !== '' && url === address.trim() && own === undefined;
  const { value, isAnswer } = useQuery(
    isWorthAsking ? { name: 'gateway.check', url, ...(pin === '' ? {} : { tlsFingerprint: pin }) } : null,
  );
  if (own !== undefined) return own;
  if (!isWorthAsking || !isAnswer || value === undefined || value.ok) return undefined;
  return value.code === 'gateway_plaintext_refused' ? 'plaintext' : 'scheme';
}
