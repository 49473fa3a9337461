import { onTestFinished } from 'vitest';
import { type HostileRelay, startHostileRelay } from './hostile-relay.ts';
import { type RunningProxy, type RunningProxyOptions, startProxy } from './running-proxy.ts';

/** A relay that does as it is told and a proxy in front of it, for the length of a test. */
export async function startWithRelay(
  options?: RunningProxyOptions,
): Promise<{ readonly relay: HostileRelay; readonly proxy: RunningProxy }> {
  const relay = await startHostileRelay();
  onTestFinished(() => relay.stop());
  const proxy = await startProxy(relay, options);
  onTestFinished(() => proxy.stop());
  return { relay, proxy };
}
