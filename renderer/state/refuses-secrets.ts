import { createContext, useContext } from 'react';

/** Whether the host takes no secret from this page, because others could read what it sends. */
export const RefusesSecrets = createContext(false);

/** Whether fields for secrets are to say so instead of asking; see {@link RefusesSecrets}. */
export function useRefusesSecrets(): boolean {
  return useContext(RefusesSecrets);
}
