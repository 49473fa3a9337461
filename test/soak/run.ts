/**
 * `npm run soak -- [--seconds N] [--rps N] [--rotate-every S] [--policy gatehouse|peer] [--json]`: requests without a
 * pause while TEEs come and go. Exit code 1 when the product lost a request or let an unverified byte through.
 */
import { parseArgs } from 'node:util';
import { silentLogger } from '../helpers/silent-logger.ts';
import type { PolicyName } from './policies.ts';
import { runSoak, type SoakOptions, type SoakResult } from './soak.ts';

const USAGE =
  'Usage: npm run soak -- [--seconds N] [--rps N] [--rotate-every SECONDS] [--policy gatehouse|peer] [--enclaves N] [--json]';

function readOptions(): (SoakOptions & { readonly json: boolean }) | undefined {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '180' },
        rps: { type: 'string', default: '50' },
        'rotate-every': { type: 'string', default: '5' },
        policy: { type: 'string', default: 'gatehouse' },
        enclaves: { type: 'string', default: '12' },
        json: { type: 'boolean', default: false },
      },
    });
    const { policy, json } = values;
    const numbers = {
      seconds: Number(values.seconds),
      requestsPerSecond: Number(values.rps),
      rotateEverySeconds: Number(values['rotate-every']),
      enclaves: Number(values.enclaves),
    };
    const isSound = Object.values(numbers).every(isAmount) && Number.isInteger(numbers.enclaves);
    return isSound && isPolicy(policy) ? { policy, ...numbers, logger: silentLogger, json } : undefined;
  } catch {
    return undefined;
  }
}

function isAmount(value: number): boolean {
  return value > 0 && value <= 86_400;
}

function isPolicy(value: string): value is PolicyName {
  return value === 'gatehouse' || value === 'peer';
}

function table(result: SoakResult): string {
  const { rotations, switches, latency, reasons, ...rest } = result;
  const list = (record: object): string =>
    Object.entries(record)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', ') || 'none';
  const rows = {
    ...rest,
    rotations: list(rotations),
    switches: list(switches),
    'latency ms': list(latency),
    reasons: list(reasons),
  };
  return Object.entries(rows)
    .map(([name, value]) => `${name.padEnd(16)} ${value}`)
    .join('\n');
}

const options = readOptions();
if (options === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const result = await runSoak(options);
  console.log(options.json ? JSON.stringify(result) : table(result));
  const isLossy = result.failed > 0 || result.unverifiedBytes > 0;
  process.exitCode = result.policy === 'gatehouse' && isLossy ? 1 : 0;
}
