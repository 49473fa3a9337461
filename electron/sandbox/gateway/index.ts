export type { FreezeMode, GatewayFaults } from './faults.ts';
export { SandboxGateway } from './gateway.ts';
export type { RestartOptions, SandboxGatewayConnection, SandboxGatewayOptions, StartOptions } from './options.ts';
export type { PendingPairing } from './pairing-book.ts';
export type { ProviderFailure } from './provider-failure.ts';
export type { SandboxGatewayAuth } from './sign-in.ts';
