import type { CliIo } from './io.ts';

/** How the headless host came onto this computer: its image says so, npm keeps packages in one kind of folder. */
export function packageKind({ env, program }: Pick<CliIo, 'env' | 'program'>): 'npm' | 'container' | 'development' {
  if (env['GATEHOUSE_PACKAGE'] === 'container') return 'container';
  return program.some(part => /[/\\]node_modules[/\\]/.test(part)) ? 'npm' : 'development';
}
