/** What the checks of the diagnostics find. A language has a sentence for each. */
export const CHECK_CODES = [
  'check_settings_fine',
  'check_settings_none',
  'check_settings_locked',
  'check_folder_locked',
  'check_settings_wrong',
  'check_disk',
  'check_unwritable',
  'check_log_written',
  'check_log_none',
  'check_log_locked',
  'check_secrets',
  'check_no_gateway',
  'check_offline',
  'check_accepts',
  'check_unreachable',
  'check_no_http_rpc',
  'check_chain',
  'check_chain_silent',
  'check_chain_partly',
  'check_registry_reading',
  'check_registry',
  'check_clock_unknown',
  'check_clock_fine',
  'check_clock_ahead',
  'check_clock_behind',
  'check_account_unneeded',
  'check_endpoint_open',
  'check_endpoint_deaf',
  'check_answers',
  'check_no_subscription',
  'check_late',
  'check_failed',
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

/** Where secrets are kept, and how well. */
export const SECRETS_CODES = [
  'secrets_plain',
  'secrets_file',
  'secrets_keychain',
  'secrets_macos',
  'secrets_windows',
  'secrets_desktop',
  'secrets_weak',
] as const;
export type SecretsCode = (typeof SECRETS_CODES)[number];
