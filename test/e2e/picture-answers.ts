import type { Query, ReceiptDetail, ReceiptRow } from '../../electron/contract/index.ts';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import { DiagnosticsHost } from './diagnostics-host.ts';
import { eventDetails } from './german/events.ts';
import { at, ENTRIES, NOW, SWITCH, SWITCHED_TEES } from './picture-data.ts';
import type { ScriptedDashboard } from './scripted-dashboard.ts';
import { SettingsHost } from './settings-host.ts';
import { FIRST_TEE, SECOND_TEE } from './snapshots.ts';

const EVENT_DETAILS = eventDetails(NOW);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A line that is neither flat nor regular, and the same on every machine. */
function wave(index: number): number {
  return ((index * 7) % 11) / 11 + (index % 29 === 8 ? 3 : 0);
}

const GATEWAY_HISTORY = {
  since: at('12:20:44'),
  points: Array.from({ length: 90 }, (_, i) => ({
    at: NOW - (90 - i) * 20_000,
    roundTripMs: 16 + Math.round(3 * wave(i)),
    profile: 'studio',
  })),
  outages: [],
};

/** What is stored of a gateway. */
const PROFILE = {
  id: 'studio',
  name: 'studio',
  url: 'wss://gw.studio.example:18789',
  tlsFingerprint: null,
  scopes: ['operator.read'],
  place: 1,
  placesTotal: 2,
  secrets: { token: 'gateway.studio.token', password: 'gateway.studio.password' },
};

const TEE_HISTORY = {
  since: NOW - 2 * HOUR_MS,
  points: Array.from({ length: 200 }, (_, i) => ({
    at: NOW - (200 - i) * 36_000,
    latencyMs: 540 + Math.round(180 * wave(i)),
    teeId: i < 154 ? SWITCHED_TEES.from : FIRST_TEE,
  })),
  switches: [
    { at: at('22:47:03', 1), from: null, to: SWITCHED_TEES.from, cause: 'by-hand' },
    { at: SWITCH.at, from: SWITCHED_TEES.from, to: FIRST_TEE, cause: 'keys-changed' },
  ],
} as const;

const subscriptionHistory = (name: string) => ({
  name,
  points: Array.from({ length: 96 }, (_, i) => ({
    at: NOW - (96 - i) * 1.75 * HOUR_MS,
    fiveHourPct: (i * 7) % 80,
    sevenDayPct: i < 40 ? i * 2 : (i - 40) * 0.9,
  })),
  moves: [
    { at: NOW - 50 * HOUR_MS, agent: 'review-bot', direction: 'came' },
    { at: NOW - 20 * HOUR_MS, agent: 'inbox-triage', direction: 'left' },
  ],
});

const MODELS = ['anthropic/claude-haiku-4-5', 'anthropic/claude-sonnet-4-5', 'openai/gpt-5-mini'];
const RECEIPTS: readonly ReceiptRow[] = Array.from({ length: 60 }, (_, index) => ({
  id: `receipt-${index}`,
  verifiedAt: NOW - index * index * 9_000 - index * 41_377 - 12_186,
  model: MODELS[(index * index) % MODELS.length] ?? '',
  teeId: index < 14 ? FIRST_TEE : SECOND_TEE,
  endpoint: 'https://enclave-07.eu-central.tee.example',
  covers: index % 4 === 2 ? 'tool_calls' : 'content',
  stream: index % 3 !== 0,
  mode: index % 7 === 4 ? 'progressive' : 'strict',
  sandbox: false,
}));

const receiptDetail = (row: ReceiptRow): ReceiptDetail => ({
  row,
  requestHash: 'a3f19c07'.repeat(8),
  outputHash: '9f42d6b8'.repeat(8),
  signedAt: row.verifiedAt - 412,
  signature: `MEUC${'x9Kd'.repeat(80)}`,
  signingKeyDer: `MIIB${'Lm3P'.repeat(90)}`,
  verification: { ok: true, reason: null },
  exportText: '{}\n',
  exportName: 'gatehouse-receipt.json',
});

const SWITCH_DETAIL = {
  entry: SWITCH,
  facts: {
    subject: FIRST_TEE,
    from: SWITCHED_TEES.from,
    to: FIRST_TEE,
    causeCode: 'keys-changed',
    inFlight: 3,
    lost: 0,
    lastedMs: null,
    until: null,
    teeId: FIRST_TEE,
    model: null,
    receiptId: null,
    others: [],
  },
  steps: [
    {
      event: { type: 'registryRead', at: SWITCH.at, listed: 7, usable: 5, skipped: 0 },
      code: 'registryRead',
      sentence: 'The registry lists 7 TEEs, 5 usable.',
      offsetMs: 0,
    },
    {
      event: ENTRIES[2]?.event,
      code: 'teeQuarantined',
      sentence: ENTRIES[2]?.sentence ?? '',
      offsetMs: 41,
    },
    { event: SWITCH.event, code: 'teeSwitched', sentence: SWITCH.sentence, offsetMs: 1_900 },
  ],
};

/** What rotating all agents would do. */
const PLAN = {
  changed: false,
  sentence: '',
  outcomes: [
    { agent: 'build-runner-eu-1', result: 'would stay', subscription: 'team-max-3' },
    { agent: 'docs-writer', result: 'would stay', subscription: 'team-max-3' },
    { agent: 'review-bot', result: 'would move', subscription: 'personal-max' },
    { agent: 'research-crawler', result: 'would move', subscription: 'team-max-3' },
  ],
};

/** Whether anything has happened yet. */
export type Past = 'full' | 'empty';

function answerOf(query: Query, past: Past): unknown {
  const isEmpty = past === 'empty';
  switch (query.name) {
    case 'activity.page':
      return { entries: isEmpty ? [] : ENTRIES, nextBefore: null, keptSince: isEmpty ? null : ENTRIES.at(-1)?.at };
    case 'activity.detail':
      return EVENT_DETAILS.get(query.id) ?? SWITCH_DETAIL;
    case 'gateway.profile':
      return PROFILE;
    case 'history.gateway':
      return isEmpty ? { ...GATEWAY_HISTORY, points: [] } : GATEWAY_HISTORY;
    case 'history.tee':
      return isEmpty ? { ...TEE_HISTORY, points: [], switches: [] } : TEE_HISTORY;
    case 'history.subscription':
      return subscriptionHistory(query.subscription);
    case 'receipts.page':
      return isEmpty
        ? { receipts: [], nextBefore: null, today: { verified: 0, refused: 0 } }
        : { receipts: RECEIPTS, nextBefore: null, today: { verified: 212, refused: 0 } };
    case 'receipts.detail': {
      const row = RECEIPTS.find(({ id }) => id === query.id);
      if (row !== undefined) return receiptDetail(row);
      throw new GatehouseError('receipt_unknown', 'This receipt is not kept any more.');
    }
    default:
      throw new GatehouseError('query_unknown', `Nobody answers ${query.name} here.`);
  }
}

/** Lets a dashboard answer what every view asks, always the same. `past`: read anew for each question. */
export function serveAnswers(dashboard: ScriptedDashboard, past: () => Past): void {
  dashboard.answerQuery = async query => answerOf(query, past());
  dashboard.answer = async command =>
    command.name === 'rotateSubscription' && command.dryRun === true ? PLAN : { changed: true, sentence: 'Done.' };
  new DiagnosticsHost(() => NOW).serve(dashboard);
  new SettingsHost({ 'proxy.port': 11_435 }).serve(dashboard);
}
