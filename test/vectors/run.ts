import { KINDS } from './kinds.ts';
import { runFile } from './run-cases.ts';

/** `npm run vectors -- FILE…`: runs vector files of any known kind through the product's own functions. */
async function main(files: readonly string[]): Promise<number> {
  if (files.length === 0) {
    process.stderr.write('usage: npm run vectors -- FILE…\n');
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    for (const { name, problem } of await runFile(file, KINDS)) {
      if (problem === null) {
        passed += 1;
      } else {
        failed += 1;
        process.stdout.write(`FAIL ${file}: ${name}: ${problem}\n`);
      }
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
