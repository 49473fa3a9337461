import { z } from 'zod';

/** Remedies of states, beside those of errors. A language has a sentence for each. */
export const REMEDY_CODES = [
  'sign_in',
  'sign_in_again',
  'renewal_is_retried',
  'set_registry',
  'restart_for_account',
  'goes_over_to_account',
  'registry_failing',
  'failed_tee_in_pause',
  'failed_tee_only',
  'bring_shared_state_back',
  'add_subscription',
  'replace_token',
  'agent_is_retried',
  'choose_gateway',
  'resume_or_connect',
  'setup_check_again',
  'setup_choose_other_network',
  'setup_check_rpc',
  'setup_right_chain',
  'setup_check_contract',
  'setup_other_contract',
  'setup_ask_for_tee',
  'setup_choose_network',
  'setup_sign_in_or_token',
  'setup_choose_gateway',
  'setup_start_gateway',
  'setup_other_token',
  'setup_start_agent',
  'setup_give_subscription',
  'connect_again',
  'correct_settings_file',
  'give_access',
  'make_room',
  'make_room_now',
  'check_network_and_address',
  'replace_silent_rpc',
  'set_time_automatically',
  'restart_gatehouse',
  'try_again_later',
  'check_network_and_repeat',
  'free_disk',
  'disk_writable',
  'allow_writing',
  'check_disk',
] as const;
export type RemedyCode = (typeof REMEDY_CODES)[number];

/** The code and the text of a remedy. */
export function remedyOf(code: RemedyCode, text: string): { readonly code: RemedyCode; readonly text: string } {
  return { code, text };
}

/**
 * What a person can do about a state: a sentence, and where there is one the command of this app that does it, or a
 * command for a terminal.
 */
export const Remedy = z.object({
  text: z.string(),
  /** Which it is: one of `REMEDY_CODES`, an error's, or `gateway.` and the gateway's reason. Absent: only the text says it. */
  code: z.string().optional(),
  shellCommand: z.string().optional(),
  /** The name of the secret that mends it once it is stored anew; never its value. */
  secret: z.string().optional(),
  command: z.enum(['rotateTee', 'checkRegistry', 'reconnectGateway', 'login', 'resume']).optional(),
});
export type Remedy = z.infer<typeof Remedy>;
