export { parseAgentUrl } from './agent-address.ts';
export { agentSecretName, checkAgentName } from './agent-name.ts';
export type { AgentServerOptions } from './agent-server.ts';
export { AgentServer, DEFAULT_AUTH_HEADER } from './agent-server.ts';
export { environmentFor } from './credential-environment.ts';
export { liveTokenFingerprint } from './fingerprint.ts';
export { autoSwitchedFrom } from './foreign.ts';
export type { AgentHostOptions } from './host/agent-host.ts';
export { AgentHost } from './host/agent-host.ts';
export type { JobFailure } from './host/jobs.ts';
export type { CredentialSource } from './local-agent.ts';
export { AgentCredential, LocalAgent } from './local-agent.ts';
export type { AgentHealth, AgentPort, ReloadOrder, ReloadReply, RestartResult } from './port.ts';
export type { RestartHookOptions } from './restart-hook.ts';
export { RestartHook } from './restart-hook.ts';
export type { TrinityAgentOptions } from './trinity-agent.ts';
export { TrinityAgent } from './trinity-agent.ts';
export type { TrinitySetting, TrinityUpload } from './trinity-client.ts';
export { TrinityClient } from './trinity-client.ts';
export { TrinityError } from './trinity-error.ts';
export type {
  TrinityAgentEntry,
  TrinityAssignment,
  TrinityAuth,
  TrinityPressure,
  TrinitySubscription,
  TrinityTokenTest,
  TrinityUsage,
} from './trinity-schemas.ts';
export type { TrinityCredentials, TrinitySessionOptions } from './trinity-session.ts';
export { TrinitySession } from './trinity-session.ts';
export type { TurnFailure } from './turn-failure.ts';
export { turnFailure } from './turn-failure.ts';
