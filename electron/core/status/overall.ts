import type { Health, ProxyStatus, TeeStatus } from '../../contract/index.ts';

/** Worst first, as the tray icon shows it. */
const ORDER: readonly Health[] = ['broken', 'needs-you', 'working', 'well'];

/** The health of the local endpoint, which its own snapshot does not carry. */
const PROXY_HEALTH: Readonly<Record<ProxyStatus['state'], Health>> = {
  stopped: 'working',
  starting: 'working',
  draining: 'working',
  listening: 'well',
  'port-busy': 'needs-you',
  failed: 'broken',
};

const HEADLINES: Readonly<Record<Health, string>> = {
  well: 'Private inference is open.',
  working: 'Private inference is opening.',
  'needs-you': 'Private inference needs you.',
  broken: 'Private inference is shut.',
  paused: 'Gatehouse is paused.',
};

/** The health of everything together and the sentence that says it. A sandbox is named, so that nobody takes it for real. */
export function overall({ tee, proxy, sandbox }: { tee: TeeStatus; proxy: ProxyStatus; sandbox: boolean }): {
  health: Health;
  headline: string;
} {
  const gates: Health[] = [tee.health, PROXY_HEALTH[proxy.state]];
  const health = gates.includes('paused') ? 'paused' : (ORDER.find(candidate => gates.includes(candidate)) ?? 'well');
  return { health, headline: `${HEADLINES[health]}${sandbox ? ' This is the sandbox, not a real network.' : ''}` };
}
