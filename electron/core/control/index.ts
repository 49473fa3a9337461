export type { ControlPlace } from './address.ts';
export { controlAddress } from './address.ts';
export type { ControlClientOptions } from './control-client.ts';
export { ControlClient } from './control-client.ts';
export type { ControlServerOptions } from './control-server.ts';
export { ControlServer } from './control-server.ts';
export { holdHome } from './hold-home.ts';
export { AddressTakenError } from './listen.ts';
export { outwardError } from './outward-error.ts';
