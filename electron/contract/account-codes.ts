/** Why the sign-in server does not renew a login. A language has a sentence for each. */
export const ACCOUNT_CODES = [
  'server_status',
  'server_not_json',
  'server_no_token',
  'server_late',
  'server_too_much',
  'server_away',
] as const;
export type AccountCode = (typeof ACCOUNT_CODES)[number];
