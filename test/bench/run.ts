/** `npm run bench -- NAME [--json]`: measures the product against a peer in the same run. Not part of `npm test`. */
import { benchProxy } from './proxy.ts';
import { benchRefresh } from './refresh.ts';
import { benchRollover } from './rollover.ts';

const BENCHES: Readonly<Record<string, (options: { readonly json: boolean }) => Promise<void>>> = {
  proxy: benchProxy,
  refresh: benchRefresh,
  rollover: benchRollover,
};

const [name = '', ...flags] = process.argv.slice(2);
const bench = BENCHES[name];
const unknown = flags.filter(flag => flag !== '--json');
if (bench === undefined || unknown.length > 0) {
  console.error(`Usage: npm run bench -- NAME [--json]. Names: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
} else {
  await bench({ json: flags.includes('--json') });
}
