export type { AgentBehaviour } from './agent.ts';
export type { ProviderMood, SandboxSubscription } from './provider.ts';
export type { SandboxAgent } from './sandbox-agents.ts';
export { SandboxAgents } from './sandbox-agents.ts';
export type { SandboxFailure } from './work.ts';
