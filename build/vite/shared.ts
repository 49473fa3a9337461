import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildId } from '../build-id.mjs';

/** The repository's root: configurations are used from any working directory. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Packages that are replaced in what runs on Node. */
export const NODE_ALIASES = { 'when-exit': fileURLToPath(new URL('./when-exit.ts', import.meta.url)) };

/** What the runtime brings along; everything else goes into the bundle, because no node_modules is shipped. */
export const RUNTIME_MODULES: readonly (string | RegExp)[] = [
  'electron',
  /^node:/,
  ...builtinModules,
  ...builtinModules.map(name => `${name}/promises`),
];

/** What `electron/build-id.ts` finds. */
export const BUILD_CONSTANTS = { GATEHOUSE_BUILD: JSON.stringify(buildId(ROOT, process.env) ?? null) };
