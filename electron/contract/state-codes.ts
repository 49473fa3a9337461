/** How the account and the local endpoint stand, and what is said of them. A language has a sentence for each. */
export const STATE_CODES = [
  'account_none',
  'account_signed_in',
  'account_signed_out',
  'account_renewing_fails',
  'account_no_registry',
  'account_beside_sandbox',
  'account_elsewhere',
  'proxy_stopped',
  'proxy_starting',
  'proxy_draining',
  'proxy_listening',
  'proxy_port_busy',
] as const;
export type StateCode = (typeof STATE_CODES)[number];
