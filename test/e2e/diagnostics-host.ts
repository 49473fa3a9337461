import type {
  DiagnosticBundle,
  DiagnosticCheck,
  DiagnosticReport,
  Licences,
  Query,
} from '../../electron/contract/index.ts';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import type { ScriptedDashboard } from './scripted-dashboard.ts';

const HOME = '/home/someone/.config/gatehouse';
export const LOG_FILE = `${HOME}/logs/gatehouse.log`;
const SECRETS = `In ${HOME}/secrets.keychain.json, encrypted with a key in this computer's keychain.`;

type Found = Omit<DiagnosticCheck, 'checkedAt'>;

const LICENCES: Licences = {
  packages: [
    { name: '@redis/client', version: '6.3.1', licence: 'MIT', text: '' },
    { name: 'react', version: '19.3.1', licence: 'MIT', text: 'MIT License\n\nCopyright (c) Meta Platforms, Inc.' },
  ],
  runtimeFile: '/opt/Gatehouse/LICENSES.chromium.html',
};

const well = { verdict: 'well', remedy: null } as const;

/** What the checks of a computer come to on which the relay is away and the provider was not asked. */
const FOUND: readonly Found[] = [
  {
    ...well,
    id: 'settings-file',
    gate: 'app',
    title: 'Settings file',
    sentence: `${HOME}/config.json can be read and changed.`,
    told: { code: 'check_settings_fine', name: `${HOME}/config.json` },
    durationMs: 1,
  },
  {
    ...well,
    id: 'secrets-store',
    gate: 'app',
    title: 'Secrets store',
    sentence: `${SECRETS} It holds 6 secrets.`,
    told: {
      code: 'check_secrets',
      count: 6,
      why: SECRETS,
      of: { code: 'secrets_keychain', name: `${HOME}/secrets.keychain.json` },
    },
    durationMs: 14,
  },
  {
    id: 'disk-space',
    gate: 'app',
    title: 'Disk space for logs and receipts',
    verdict: 'needs-you',
    sentence: `152 MiB are free at ${HOME}.`,
    told: { code: 'check_disk', name: HOME, other: '152 MiB' },
    remedy: 'Make room on this disk.',
    remedyCode: 'make_room',
    durationMs: 2,
  },
  {
    ...well,
    id: 'log-file',
    gate: 'app',
    title: 'Log file',
    sentence: `${LOG_FILE} is written.`,
    told: { code: 'check_log_written', name: LOG_FILE },
    durationMs: 1,
  },
  {
    ...well,
    id: 'gateway-reach',
    gate: 'gateway',
    title: 'Way to the gateway',
    sentence: 'gw.studio.example:18789 accepts connections.',
    told: { code: 'check_accepts', name: 'gw.studio.example:18789' },
    durationMs: 18,
  },
  {
    ...well,
    id: 'chain-rpc',
    gate: 'tee',
    title: 'RPC of the chain',
    sentence: 'rpc.example.org, rpc2.example.org answers for chain 10740.',
    told: { code: 'check_chain', name: 'rpc.example.org, rpc2.example.org', other: '10740' },
    durationMs: 212,
  },
  {
    ...well,
    id: 'registry',
    gate: 'tee',
    title: 'Registry of TEEs',
    sentence: '7 listed, 5 usable.',
    told: { code: 'check_registry', count: 5, total: 7 },
    durationMs: 0,
  },
  {
    id: 'relay',
    gate: 'tee',
    title: 'Way to the relay',
    verdict: 'broken',
    sentence: 'relay.example.org cannot be reached: ECONNREFUSED',
    told: { code: 'check_unreachable', name: 'relay.example.org', why: 'ECONNREFUSED' },
    remedy: 'Check the network of this computer, and the address in the settings.',
    remedyCode: 'check_network_and_address',
    durationMs: 41,
  },
  {
    ...well,
    id: 'clock',
    gate: 'tee',
    title: 'Clock of this computer',
    sentence: "The clock is within 1 s of the relay's.",
    told: { code: 'check_clock_fine', count: 1 },
    durationMs: 44,
  },
  {
    ...well,
    id: 'account',
    gate: 'tee',
    title: 'Account',
    sentence: 'Signed in as you@example.org.',
    told: { code: 'account_signed_in', name: 'you@example.org' },
    durationMs: 0,
  },
  {
    ...well,
    id: 'endpoint',
    gate: 'tee',
    title: 'Local endpoint',
    sentence: 'http://127.0.0.1:11435/v1 takes requests.',
    told: { code: 'check_endpoint_open', name: 'http://127.0.0.1:11435/v1' },
    durationMs: 3,
  },
  {
    id: 'provider',
    gate: 'subscriptions',
    title: 'Way to the provider',
    verdict: 'unknown',
    sentence: 'No subscription is configured, so nobody was asked.',
    told: { code: 'check_no_subscription' },
    remedy: null,
    durationMs: 0,
  },
];

/** The diagnostics of a host as a page meets them. */
export class DiagnosticsHost {
  /** Checks that are held back until {@link release}. */
  readonly held = new Set<string>();
  /** How often each was run. */
  readonly runs = new Map<string, number>();
  bundleFails = false;
  readonly bundle: DiagnosticBundle = {
    text: [
      'Gatehouse diagnostics',
      '',
      '== Checks ==',
      ...FOUND.map(({ title, sentence }) => `[well] ${title}: ${sentence}`),
      '',
      '== End of the log ==',
      ...Array.from({ length: 60 }, (_, line) => `{"level":30,"line":${line},"msg":"registry read"}`),
      '',
    ].join('\n'),
    fileName: 'gatehouse-diagnostics-2026-11-21T14-02-00.txt',
    contains: ['versions and platform', 'results of the checks', 'the end of the log'],
    leavesOut: ['tokens, passwords and other secrets', 'prompts and answers'],
  };
  readonly #now: () => number;
  #release: () => void = () => undefined;
  #released = Promise.resolve();

  /** `now`: what its checks are dated by. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Lets the dashboard answer as this host would. */
  serve(dashboard: ScriptedDashboard): void {
    const { answerQuery } = dashboard;
    dashboard.answerQuery = async query => (await this.#answer(query)) ?? answerQuery(query);
  }

  hold(...ids: readonly string[]): void {
    for (const id of ids) this.held.add(id);
    this.#released = new Promise(resolve => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.held.clear();
    this.#release();
  }

  async #answer(query: Query): Promise<DiagnosticReport | DiagnosticBundle | Licences | undefined> {
    if (query.name === 'about.licences') return LICENCES;
    if (query.name === 'diagnostics.bundle') {
      if (!this.bundleFails) return this.bundle;
      throw new GatehouseError('disk_full', 'The log could not be read.', { remedy: 'Make room on this disk.' });
    }
    if (query.name !== 'diagnostics.checks') return undefined;
    const asked = FOUND.filter(({ id }) => query.only?.includes(id) ?? true);
    for (const { id } of asked) {
      this.runs.set(id, (this.runs.get(id) ?? 0) + 1);
      if (this.held.has(id)) await this.#released;
    }
    const checkedAt = this.#now();
    return {
      checkedAt,
      durationMs: 41,
      gates: [],
      checks: asked.map(found => ({ ...found, checkedAt })),
      available: FOUND.map(({ id, gate, title }) => ({ id, gate, title })),
      logFile: LOG_FILE,
    };
  }
}
