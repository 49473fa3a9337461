import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { silentLogger } from '../helpers/silent-logger.ts';
import { runSoak, type SoakResult } from '../soak/soak.ts';
import { type DetectionResult, measureDetection } from './detection.ts';

const SOAK = { seconds: 60, requestsPerSecond: 50, rotateEverySeconds: 5 } as const;

/** Everything that `npm run bench -- refresh` measures. */
interface RefreshBench {
  readonly machine: string;
  readonly node: string;
  readonly date: string;
  readonly detection: readonly DetectionResult[];
  readonly soaks: readonly SoakResult[];
}

/** Measures how soon a change of TEE is noticed, and what it costs under the product's and the peer's policy. */
export async function benchRefresh({ json }: { readonly json: boolean }): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const detection = await measureDetection(say);
  const soaks: SoakResult[] = [];
  for (const policy of ['gatehouse', 'peer'] as const) {
    say(`Soak of ${SOAK.seconds} s, policy ${policy} …`);
    soaks.push(await runSoak({ ...SOAK, policy, logger: silentLogger }));
  }
  const result: RefreshBench = {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
    detection,
    soaks,
  };
  const report = refreshReport(result);
  writeFileSync(new URL('./refresh.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(new URL('./refresh.md', import.meta.url), report);
  console.log(json ? JSON.stringify(result) : report);
}

function refreshReport({ machine, node, date, detection, soaks }: RefreshBench): string {
  return `# Measurements of the registry refresh

Made by \`npm run bench -- refresh\` on ${date}: ${machine}, Node ${node}. Registry, enclaves, relay, proxy and load are
real and share one process, so compare the rows of one run.

## From a change on chain to the first answer of the new TEE

One client asks without a pause while the TEE in use is taken off the registry, or gets a new key. Each path is measured
alone, with the others off; the change comes at a random moment of the interval.

| path | setting | median ms | least ms | most ms | failed requests |
|---|---|---|---|---|---|
${detection
  .map(
    ({ path, setting, medianMs, minMs, maxMs, failed }) =>
      `| ${[path, setting, medianMs, minMs, maxMs, failed].join(' | ')} |`,
  )
  .join('\n')}

## ${SOAK.requestsPerSecond} requests a second while TEEs come and go

For ${SOAK.seconds} s, something happens to the TEE in use every ${SOAK.rotateEverySeconds} s: rotated out, another OHTTP key, another signing key with
the old record still listed, a crash, errors of the relay, a rotation by hand. "peer" is the peer product's policy in the
same harness: a check every 300 s, another TEE only after network errors.

| policy | requests | failed | unverified bytes | answered at the second attempt | p50 ms | p95 ms | p99 ms | rotations | switches |
|---|---|---|---|---|---|---|---|---|---|
${soaks.map(soakRow).join('\n')}
`;
}

function soakRow({
  policy,
  requests,
  failed,
  unverifiedBytes,
  retried,
  latency,
  rotations,
  switches,
}: SoakResult): string {
  const { p50, p95, p99 } = latency;
  const cells = [
    policy,
    requests,
    failed,
    unverifiedBytes,
    retried,
    p50,
    p95,
    p99,
    listed(rotations),
    listed(switches),
  ];
  return `| ${cells.join(' | ')} |`;
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
