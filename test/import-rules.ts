/** Checks the import rules, and that there was something to check. */
import { fileURLToPath } from 'node:url';
import { checkImports } from './helpers/import-rules.ts';

/** Far below the real number: catches a configuration that silently resolves nothing. */
const FEWEST_MODULES = 150;

const { breaches, modules, imports } = await checkImports(fileURLToPath(new URL('..', import.meta.url)));
for (const breach of breaches) console.error(breach);
if (modules < FEWEST_MODULES) console.error(`Only ${modules} modules were found: the rules checked nothing.`);
console.log(`${modules} modules, ${imports} imports, ${breaches.length} breaches`);
process.exitCode = breaches.length === 0 && modules >= FEWEST_MODULES ? 0 : 1;
