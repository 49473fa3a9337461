export type { CliIo } from './io.ts';
export { runCli } from './program.ts';
