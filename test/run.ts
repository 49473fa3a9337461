/**
 * `npm test`: every check and suite of the project, none skipped, some beside another one. Each prints its own output; the
 * last line sums them up as `N passed, N failed`. `npm test -- unit e2e` runs only the named ones, one after the other.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REPORTS = join(ROOT, '.cache', 'reports');

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** What failed, told again below everything else: a log that is cut keeps its end. */
  readonly failures?: readonly string[];
}

/** The part of Vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests?: number;
  readonly numTotalTests?: number;
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

const LONGEST_FAILURE_LINES = 12;

/** What outside.ts wrote: errors that belong to no test, of which Vitest's own report does not tell. */
function outsideOf(file: string): string[] {
  const messages = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
  return messages.map(message => `outside of every test\n    ${shortened(message)}`);
}

function shortened(text: string): string {
  return text.split('\n').slice(0, LONGEST_FAILURE_LINES).join('\n    ');
}

/** The failed tests of a report, each with its file, its name and the beginning of what it said. */
function failuresOf(report: Report): string[] {
  return (report.testResults ?? []).flatMap(file => {
    const path = relative(ROOT, file.name);
    const tests = file.assertionResults.filter(({ status }) => status === 'failed');
    if (tests.length === 0 && file.status === 'failed') return [`${path}\n    ${shortened(file.message)}`];
    return tests.map(test => `${path}: ${test.fullName}\n    ${shortened((test.failureMessages ?? []).join('\n'))}`);
  });
}

interface Step {
  readonly name: string;
  /** Runs beside those next to it that are, two at a time: what one of them leaves of the processors, the other takes. */
  readonly isShared?: boolean;
  run(): Promise<Outcome>;
}

/** Runs a program with the person's terminal as its own; resolves to its exit code (1 when a signal ended it). */
function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.on('error', reject);
    child.on('close', code => resolve(code ?? 1));
  });
}

/** Runs a program that may not be alone, and shows in one piece what it wrote, once it ended; resolves as {@link run}. */
function runBeside(name: string, command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const written: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => written.push(chunk));
    child.on('error', reject);
    child.on('close', code => {
      console.log(`\n── ${name}\n${Buffer.concat(written).toString('utf8')}`);
      resolve(code ?? 1);
    });
  });
}

/** A package's program, without a shell and without npx, so that it works alike on every system. */
function tool(name: string, entry: string): string {
  return join(ROOT, 'node_modules', name, entry);
}

/** A program that either succeeds or not: counts as one. It changes nothing that another one reads. */
function check(name: string, ...args: readonly string[]): Step {
  return {
    name,
    isShared: true,
    run: async () => {
      const code = await runBeside(name, process.execPath, args);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

/** What all others need: counts as one. */
const buildStep: Step = {
  name: 'build',
  run: async () => {
    console.log('\n── build');
    const code = await run(process.execPath, ['build/build.mjs']);
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  },
};

/**
 * One Vitest project. No test found, or no report written, is a failure. One that is shared writes as it goes, line by
 * line between those of the other: each line names its project, and a log that is cut shows how far it came.
 */
function suite(name: string, { isShared = false } = {}): Step {
  return {
    name,
    isShared,
    run: async () => {
      console.log(`\n── ${name}`);
      const report = join(REPORTS, `${name}.json`);
      const outside = join(REPORTS, `${name}-outside.json`);
      const reporters = ['default', 'json', './test/outside.ts'].map(reporter => `--reporter=${reporter}`);
      for (const file of [report, outside]) rmSync(file, { force: true });
      const args = [
        tool('vitest', 'vitest.mjs'),
        'run',
        '--config',
        'test/vitest.config.ts',
        '--project',
        name,
        ...reporters,
        `--outputFile.json=${report}`,
      ];
      const code = await run(process.execPath, args, { OUTSIDE_REPORT: outside });
      const result = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Report) : {};
      const { numPassedTests = 0, numTotalTests = 0 } = result;
      const failed = numTotalTests - numPassedTests;
      return {
        passed: numPassedTests,
        failed: failed === 0 && (code !== 0 || numPassedTests === 0) ? 1 : failed,
        failures: [...failuresOf(result), ...outsideOf(outside)],
      };
    },
  };
}

/** Fails when a vector file of the checkout is not the shared one. Outside the workshop there is nothing to compare. */
const vectorsInStep: Step = {
  name: 'vectors-in-step',
  run: async () => {
    console.log('\n── vectors-in-step');
    const shared = join(ROOT, '..', 'shared', 'vectors');
    const own = join(ROOT, 'test', 'vectors', 'data');
    const origin = existsSync(shared) ? shared : own;
    const stale = readdirSync(origin).filter(
      file => !existsSync(join(own, file)) || !readFileSync(join(own, file)).equals(readFileSync(join(origin, file))),
    );
    for (const file of stale)
      console.error(`test/vectors/data/${file} differs from the shared vectors: copy it again.`);
    return stale.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: stale.length };
  },
};

const STEPS: readonly Step[] = [
  buildStep,
  check('lint', tool('eslint', 'bin/eslint.js'), '--max-warnings', '0', '.'),
  check('format', tool('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.'),
  check('types', tool('typescript', 'bin/tsc'), '-p', 'tsconfig.json'),
  check('types-renderer', tool('typescript', 'bin/tsc'), '-p', 'renderer/tsconfig.json'),
  check('imports', tool('tsx', 'dist/cli.mjs'), 'test/import-rules.ts'),
  check('unused', tool('knip', 'bin/knip.js'), '--no-progress'),
  suite('unit', { isShared: true }),
  vectorsInStep,
  // The first keeps the processors busy, the second waits for other people's software and for time to pass.
  suite('integration', { isShared: true }),
  suite('peers', { isShared: true }),
  suite('e2e'),
  // The last: packing builds once more, where the others read what is built.
  suite('package'),
];

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter(name => !STEPS.some(step => step.name === name));
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(', ')}. There are: ${STEPS.map(step => step.name).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  mkdirSync(REPORTS, { recursive: true });
  const results: (Outcome & { name: string; seconds: number })[] = [];
  const unrun: string[] = [];
  const take = async (step: Step): Promise<Outcome> => {
    const startedAt = Date.now();
    const outcome = await step.run();
    results.push({ name: step.name, seconds: (Date.now() - startedAt) / 1000, ...outcome });
    return outcome;
  };
  const steps = STEPS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  while (steps.length > 0) {
    const next = steps.findIndex(({ isShared }) => !isShared);
    const shared = steps.splice(0, next === -1 ? steps.length : next);
    const lane = async (): Promise<void> => {
      for (let step = shared.shift(); step !== undefined; step = shared.shift()) await take(step);
    };
    // Without the build before them, two of them would build at the same time what they find missing.
    await Promise.all(wanted.length === 0 ? [lane(), lane()] : [lane()]);
    const alone = steps.shift();
    if (alone === undefined) break;
    const { failed } = await take(alone);
    if (alone === buildStep && failed > 0) unrun.push(...steps.splice(0).map(({ name }) => name));
  }
  for (const { name, failures } of results) {
    for (const failure of failures ?? []) console.log(`\nFAIL ${name}: ${failure}`);
  }
  console.log('');
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `${failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(16)} ${passed} passed, ${failed} failed  ${seconds.toFixed(1)} s`,
    );
  }
  // Each of them would fail for the same reason, one after the other, or pass with what an older build left.
  if (unrun.length > 0) console.log(`\nThe build failed, so these were not run: ${unrun.join(', ')}.`);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
