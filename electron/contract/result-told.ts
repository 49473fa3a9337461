import { z } from 'zod';

/** What commands of a window come to. A language has a sentence for each. */
export const RESULT_CODES = [
  'paused',
  'resumed',
  'not_paused',
  'tee_sealed',
  'registry_checked',
  'tee_released',
  'tee_not_quarantined',
  'gateway_selected',
  'gateway_only',
  'gateway_restarts',
  'gateway_restarts_later',
  'gateway_added',
  'gateway_removed',
  'gateway_edited',
  'gateway_same',
  'gateway_restored',
  'gateway_disconnected',
  'gateway_disconnected_already',
  'gateway_tried',
  'gateway_unused',
  'access_asked',
  'secret_stored',
  'secret_deleted',
  'secret_tried',
  'no_login',
  'login_cancelled',
  'account_used',
  'signed_in',
  'subscription_added',
  'subscription_replaced',
  'subscription_same_token',
  'subscription_removed',
  'agent_added',
  'agent_removed',
  'agents_checked',
  'diagnostics_saved',
  'nothing_saved',
  'file_shown',
  'file_place',
] as const;
export type ResultCode = (typeof RESULT_CODES)[number];

/** The code of a result and what its sentence names, so that another language can make its own. */
export const ResultTold = z.object({
  code: z.enum(RESULT_CODES),
  /** What it is about: a TEE, a gateway, a secret, an account, a subscription, an agent, a file. */
  name: z.string().optional(),
  /** When something ends; null: when somebody ends it. */
  until: z.number().nullable().optional(),
  count: z.number().optional(),
  total: z.number().optional(),
});
export type ResultTold = z.infer<typeof ResultTold>;
