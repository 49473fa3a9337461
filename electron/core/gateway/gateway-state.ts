/** What a person is shown; the words of the window and the tray. */
export type GatewayState =
  | 'idle'
  | 'connecting'
  | 'starting'
  | 'ready'
  | 'limited'
  | 'waiting-for-approval'
  | 'restarting'
  | 'suspended'
  | 'unreachable'
  | 'refused'
  | 'stopped';
