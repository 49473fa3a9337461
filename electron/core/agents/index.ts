export type { AgentHealth, AgentPort, ReloadOrder, ReloadReply, RestartResult } from './port.ts';
