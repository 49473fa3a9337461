import type { SecretScrubber } from '../platform/index.ts';
import type { InferenceServiceOptions } from '../proxy/index.ts';

type Relay = InferenceServiceOptions['relay'];

/**
 * A relay may quote the caller's credentials in its error texts, in any encoding, and those texts are shown to local
 * clients; so they are redacted before anybody sees them. The error keeps its class and its fields.
 */
export function discreetRelay(relay: Relay, scrubber: SecretScrubber): Relay {
  return {
    post: async request => {
      try {
        return await relay.post(request);
      } catch (error) {
        if (error instanceof Error) error.message = scrubber.redact(error.message);
        throw error;
      }
    },
  };
}
