import { TRINITY_CODES } from './error-codes.ts';

/**
 * Why an agent, or the Trinity backend in front of it, does not do what it is asked, and why nothing was measured of a
 * subscription. A language has a sentence for each. `why`: what the other side said.
 */
export const AGENT_CODES = [
  'agent_refuses',
  'agent_unknown_host',
  'agent_not_looked_up',
  'agent_away',
  'agent_network_away',
  'agent_silent',
  'agent_certificate_expired',
  'agent_certificate_self_signed',
  'agent_certificate_unverified',
  'agent_certificate_name',
  'agent_cut',
  'agent_headers',
  'agent_late',
  'agent_call_failed',
  'agent_status',
  'agent_no_report',
  'agent_silent_on_why',
  ...TRINITY_CODES,
  'trinity_waits',
  'headroom_given_up',
  'headroom_unsaid',
  'headroom_redirected',
  'headroom_status',
  'headroom_no_token',
  'headroom_unprotected',
] as const;
export type AgentCode = (typeof AGENT_CODES)[number];
