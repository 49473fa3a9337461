/**
 * Fuzzes the gateway client: `npx tsx test/fuzz/gateway-frames.ts [--frames N] [--seed S]`. A million frames unless told
 * otherwise; a failure names the seed that repeats it.
 */
import { parseArgs } from 'node:util';
import { fuzzGateway } from './fuzzer.ts';

const TELL_EVERY = 100_000;

const { values } = parseArgs({
  options: { frames: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const startedMs = performance.now();
const seconds = (): number => Math.round((performance.now() - startedMs) / 1_000);
let told = 0;
const report = await fuzzGateway({
  frames: Number(values.frames),
  seed: Number(values.seed),
  onBatch: frames => {
    if (frames < told + TELL_EVERY) return;
    told = frames;
    console.log(`${frames} frames, ${seconds()} s`);
  },
});
console.log(JSON.stringify({ ...report, seconds: seconds() }, null, 2));
