import { once } from 'node:events';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { startSandbox } from '../../electron/sandbox/index.ts';

/**
 * A sandbox in a process of its own, so that a benchmark does not measure it together with the proxy. Run with tsx,
 * optionally with a seed; prints one line of JSON and ends when standard input does.
 */
const starting = new AbortController();
const sandbox = await startSandbox({
  seed: process.argv[2] ?? 'bench',
  clock: new SystemClock(),
  signal: starting.signal,
});
const { rpcUrl, registryAddress, chainId, relayUrl, bearerToken } = sandbox;
const plainEndpoints = sandbox.enclaves().map(enclave => sandbox.plainEndpoint(enclave.teeId));
const line = { rpcUrl, registryAddress, chainId, relayUrl, bearerToken, plainEndpoints };
process.stdout.write(`${JSON.stringify(line)}\n`);
process.stdin.resume();
await once(process.stdin, 'close');
await sandbox.stop();
