/** How a gateway stands, in a sentence. `gateway`: what its reason says; see `GatewayReason`. */
export const GATEWAY_CODES = [
  'gateway',
  'gateway_connected',
  'gateway_connecting',
  'gateway_idle',
  'gateway_left_alone',
  'gateway_offline',
  'gateway_resting',
  'gateway_reserve',
  'part_away',
  'part_unsupported',
  'part_needs_scope',
  'part_busy',
  'part_failed',
  'part_unknown_form',
] as const;
export type GatewayCode = (typeof GATEWAY_CODES)[number];
