import { createRequire } from 'node:module';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';

/** What the import rules say of a tree. */
export interface ImportCheck {
  /** `rule: from -> to`, one for each breach. */
  readonly breaches: readonly string[];
  /** How many of the product's own files were looked at. */
  readonly modules: number;
  readonly imports: number;
}

/** Checks the product's folders below `root` against `.dependency-cruiser.cjs`. */
export async function checkImports(root: string): Promise<ImportCheck> {
  const rules = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration;
  const { output } = await cruise(['electron', 'renderer'], {
    ...rules.options,
    ruleSet: rules,
    validate: true,
    baseDir: root,
  });
  const { modules, summary } = output as ICruiseResult;
  return {
    breaches: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    modules: modules.filter(({ source }) => /^(electron|renderer)\//.test(source)).length,
    imports: summary.totalDependenciesCruised ?? 0,
  };
}
