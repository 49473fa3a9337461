/** `npm run bench -- NAME [--json] [--runs N]`: measures the product against a peer in the same run. Not part of `npm test`. */
import { parseArgs } from 'node:util';
import { benchDesktop } from './desktop.ts';
import { benchGateway } from './gateway.ts';
import { benchProxy } from './proxy.ts';
import { benchRefresh } from './refresh.ts';
import { benchRollover } from './rollover.ts';

/** `runs` shortens what is measured many times over; not every bench has such a part. */
type Bench = (options: { readonly json: boolean; readonly runs?: number }) => Promise<void>;

const BENCHES: Readonly<Record<string, Bench>> = {
  desktop: benchDesktop,
  gateway: benchGateway,
  proxy: benchProxy,
  refresh: benchRefresh,
  rollover: benchRollover,
};

function readArguments(): { readonly bench: Bench; readonly json: boolean; readonly runs?: number } | undefined {
  try {
    const options = { json: { type: 'boolean', default: false }, runs: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const bench = BENCHES[positionals[0] ?? ''];
    const runs = values.runs === undefined ? undefined : Number(values.runs);
    if (bench === undefined || positionals.length > 1) return undefined;
    if (runs === undefined) return { bench, json: values.json };
    return Number.isInteger(runs) && runs > 0 ? { bench, json: values.json, runs } : undefined;
  } catch {
    return undefined;
  }
}

const wanted = readArguments();
if (wanted === undefined) {
  console.error(`Usage: npm run bench -- NAME [--json] [--runs N]. Names: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
} else {
  const { bench, ...options } = wanted;
  await bench(options);
}
