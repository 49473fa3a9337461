/**
 * Why an order to an agent was not carried out: what stands behind `failed: …` of a result. A language has a sentence
 * for each. `of`: what made a restart necessary, or what stood in the way; `why`: what the other side said.
 */
export const OUTCOME_CODES = [
  'order_agent_unknown',
  'order_subscription_unknown',
  'order_token_outdated',
  'order_no_token',
  'order_no_reload',
  'order_unreached',
  'order_taken_for_old',
  'order_lock_lost',
  'order_overtaken',
  'order_moved_elsewhere',
  'order_put_elsewhere',
  'order_left',
  'order_no_hook',
  'order_waits',
  'order_refused',
  'order_redirected',
  'order_secret_refused',
  'order_answer_large',
  'order_answer_strange',
  'order_token_elsewhere',
  'order_unexplained',
  'order_failed',
  'restart_not_begun',
  'restart_exit_code',
  'restart_ended_by',
  'restart_late',
  'restart_failed',
] as const;
export type OutcomeCode = (typeof OUTCOME_CODES)[number];
