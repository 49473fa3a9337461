export type { SandboxAccount, TokenFault } from './account/index.ts';
export type { AgentBehaviour, SandboxAgent, SandboxFailure, SandboxSubscription } from './agents/index.ts';
export { SandboxAgents } from './agents/index.ts';
export type { ChainMode } from './chain.ts';
export type { AnswerFault, SandboxEnclave } from './enclave.ts';
export type { SandboxFaults } from './faults.ts';
export {
  type FreezeMode,
  type GatewayFaults,
  type PendingPairing,
  type ProviderFailure,
  type RestartOptions,
  SandboxGateway,
  type SandboxGatewayAuth,
  type SandboxGatewayConnection,
  type SandboxGatewayOptions,
  type StartOptions,
} from './gateway/index.ts';
export { SANDBOX_HEADER } from './loopback-server.ts';
export { SANDBOX_MODELS } from './model.ts';
export type { SandboxNetwork } from './network.ts';
export type { RelayFault } from './relay-faults.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.ts';
