/** What can be wrong with the value of a setting. A language has a sentence for each, without a full stop. */
export const SETTING_PROBLEM_CODES = [
  'problem_entry',
  'problem_whole_number',
  'problem_off_or_number',
  'problem_choice',
  'problem_flag',
  'problem_text',
  'problem_empty',
  'problem_too_long',
  'problem_gateway_id',
  'problem_gateway_name',
  'problem_gateway_names',
  'problem_gateways',
  'problem_too_many_gateways',
  'problem_too_many_names',
  'problem_scopes',
  'problem_no_scope',
  'problem_list_of_names',
  'problem_addresses',
  'problem_hash',
  'problem_fingerprint',
  'problem_address',
  'problem_url',
  'problem_example',
  'problem_credentials',
  'problem_query',
  'problem_https',
  'problem_hours',
  'problem_slug',
  'problem_local_address',
  'problem_loopback',
  'problem_invalid',
] as const;
export type SettingProblemCode = (typeof SETTING_PROBLEM_CODES)[number];

/** What is wrong with a file of settings as a whole, or ignored in it. */
export const SETTINGS_CODES = [
  'settings_not_json',
  'settings_file_unreadable',
  'settings_key_ignored',
  'settings_variable_ignored',
] as const;
export type SettingsCode = (typeof SETTINGS_CODES)[number];
