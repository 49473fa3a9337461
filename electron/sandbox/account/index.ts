export {
  SandboxAccount,
  type SandboxAccountNetwork,
  type SandboxAccountOptions,
  type TokenFault,
} from './account-server.ts';
