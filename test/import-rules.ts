/** Checks the import rules of `.dependency-cruiser.cjs`, and that there was something to check. */
import { createRequire } from 'node:module';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';

/** Far below the real number: catches a configuration that silently resolves nothing. */
const FEWEST_MODULES = 50;

const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as IConfiguration;
const { output } = await cruise(['electron', 'renderer'], { ...rules.options, ruleSet: rules, validate: true });
const { modules, summary } = output as ICruiseResult;
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
const own = modules.filter(({ source }) => /^(electron|renderer)\//.test(source)).length;
if (own < FEWEST_MODULES) console.error(`Only ${own} modules were found: the rules checked nothing.`);
console.log(`${own} modules, ${summary.totalDependenciesCruised} imports, ${summary.violations.length} breaches`);
process.exitCode = summary.violations.length === 0 && own >= FEWEST_MODULES ? 0 : 1;
