export type { CliIo } from './io.ts';
export { createProgram, runCli } from './program.ts';
