import type { ActivityEntry, GatewayStatus, StatusSnapshot } from '../../electron/contract/index.ts';
import { accountStatus, gatewayStatus } from '../helpers/snapshots.ts';

/** `name` stretched to a full id, so that pictures show ids that differ at both ends. */
export function fullId(start: string, end: string): string {
  return `0x${start}${'5'.repeat(64 - start.length - end.length)}${end}`;
}

export const FIRST_TEE = fullId('7f3a9c', 'e21b04');
export const SECOND_TEE = fullId('19c2d0', '47aa9e');
const PCR = fullId('b4c958', 'f77e87');

/** {@link wellSnapshot} with a gateway that is connected, too. */
export function gatewaySnapshot(now: number, changes: Partial<GatewayStatus> = {}): StatusSnapshot {
  const gateway = gatewayStatus({
    since: now - 27 * 60_000,
    connectedAt: now - 27 * 60_000,
    roundTripMs: 18,
    server: { version: '2026.9.1', bootId: 'boot-1', protocol: 4, uptimeMs: 4 * 3_600_000 },
    ...changes,
  });
  return { ...wellSnapshot(now), headline: 'Both gates are open.', gateway };
}

/** The command that approves this computer in {@link approvalSnapshot}. */
export const APPROVE_COMMAND = 'openclaw devices approve 6f6d7c1e-9f7a-4b43-8a51-3c2a4d5e6f70';

/** A gateway that does not know this computer. */
export function approvalSnapshot(now: number): StatusSnapshot {
  const waiting = gatewaySnapshot(now, {
    health: 'needs-you',
    state: 'waiting-for-approval',
    sentence: 'studio does not know this computer yet.',
    remedy: { text: "Run the approval command on the gateway's computer." },
    reason: 'pairing',
    attempt: 3,
    nextAttemptAt: now + 5_000,
    connectedAt: null,
    roundTripMs: null,
    approval: { reason: 'not-paired', requestId: APPROVE_COMMAND.split(' ').at(-1) ?? '', command: APPROVE_COMMAND },
    server: null,
  });
  return { ...waiting, health: 'needs-you', headline: 'The gateway needs you. Private inference is open.' };
}

/** A snapshot in which all is well. `now` is the time that the ages count from. */
export function wellSnapshot(now: number): StatusSnapshot {
  const minutesAgo = (minutes: number): number => now - minutes * 60_000;
  return {
    version: 1,
    revision: 1,
    app: {
      version: '0.1.0',
      host: 'headless',
      pid: 4242,
      startedAt: minutesAgo(90),
      home: '/home/someone/.config/gatehouse',
      secrets: 'a file that only this user can read',
    },
    sandbox: null,
    health: 'well',
    headline: 'The TEE gate is open',
    gateway: null,
    gateways: [],
    account: accountStatus(),
    tee: {
      health: 'well',
      state: 'attested',
      sentence: `Requests are sealed to ${FIRST_TEE}.`,
      remedy: null,
      since: minutesAgo(27),
      current: {
        teeId: FIRST_TEE,
        endpoint: 'https://enclave-07.eu-central.tee.example',
        pcrHash: PCR,
        selectedAt: minutesAgo(27),
        cause: 'keys-changed',
        requestsServed: 128,
        inFlight: 2,
        latencyMs: { p50: 612, p95: 1_380, last: 640 },
        recentLatenciesMs: Array.from(
          { length: 60 },
          (_, i) => 600 + 90 * Math.sin(i * 1.7) + (i % 17 === 5 ? 760 : 0),
        ),
      },
      standby: {
        teeId: SECOND_TEE,
        endpoint: 'https://enclave-02.us-east.tee.example',
        pcrHash: PCR,
        preparedAt: minutesAgo(26),
      },
      quarantined: [],
      draining: [{ teeId: fullId('66aa01', '0c0c0c'), inFlight: 1, since: minutesAgo(27) }],
      alarm: null,
      pins: { teeId: null, pcrHash: null },
      registry: {
        state: 'ok',
        rpcHosts: ['rpc.chain.example'],
        address: '0x4e72770760c011647d4873f60a3cf6cdea896cd8',
        lastReadAt: now - 38_000,
        lastAttemptAt: now - 38_000,
        lastError: null,
        unreachableSince: null,
        nextCheckAt: now + 262_000,
        watching: 'polling',
        endpoints: [],
        listed: [
          {
            teeId: FIRST_TEE,
            endpoint: 'https://enclave-07.eu-central.tee.example',
            pcrHash: PCR,
            usable: true,
            reason: null,
          },
          {
            teeId: SECOND_TEE,
            endpoint: 'https://enclave-02.us-east.tee.example',
            pcrHash: PCR,
            usable: true,
            reason: null,
          },
        ],
        listedTotal: 2,
        usableTotal: 2,
        skipped: [],
        skippedTotal: 0,
      },
    },
    proxy: {
      state: 'listening',
      sentence: 'Listening.',
      remedy: null,
      endpoint: 'http://127.0.0.1:11435/v1',
      verification: 'strict',
      answersVerified: 212,
      answersRefused: 0,
      requestsFailed: 0,
      inFlight: 2,
    },
    activity: [
      entry(6, minutesAgo(27), 'tee', 'info', `Requests now go to ${FIRST_TEE}`, 'keys changed'),
      entry(
        5,
        minutesAgo(41),
        'tee',
        'needs-you',
        'The chain could not be reached for 2 min 10 s, the TEE was kept',
        'chain unreachable',
      ),
      entry(4, minutesAgo(66), 'tee', 'broken', 'An answer was refused: its signature did not match', 'signature', 3),
      entry(3, minutesAgo(89), 'tee', 'info', `Requests now go to ${SECOND_TEE}`, 'first choice'),
      entry(2, minutesAgo(89), 'app', 'well', 'The local endpoint listens at http://127.0.0.1:11435/v1', null),
      entry(1, minutesAgo(90), 'app', 'info', 'Gatehouse started', null),
    ],
  };
}

function entry(
  id: number,
  at: number,
  gate: ActivityEntry['gate'],
  tone: ActivityEntry['tone'],
  sentence: string,
  cause: string | null,
  count = 1,
): ActivityEntry {
  return { id, at, gate, tone, code: 'scripted', sentence, cause, count };
}

/** After a rotation by hand: another TEE, nothing served yet. */
export function rotatedSnapshot(now: number): StatusSnapshot {
  const well = wellSnapshot(now);
  const current = well.tee.current!;
  return {
    ...well,
    revision: 2,
    tee: {
      ...well.tee,
      sentence: `Requests are sealed to ${SECOND_TEE}.`,
      since: now,
      standby: { ...well.tee.standby!, teeId: FIRST_TEE, endpoint: current.endpoint },
      current: {
        ...current,
        teeId: SECOND_TEE,
        endpoint: 'https://enclave-02.us-east.tee.example',
        selectedAt: now,
        cause: 'by-hand',
        requestsServed: 0,
        inFlight: 0,
        latencyMs: null,
        recentLatenciesMs: [],
      },
    },
    activity: [entry(7, now, 'tee', 'info', `Requests now go to ${SECOND_TEE}`, 'by hand'), ...well.activity],
  };
}

/** The same in the sandbox, with records that are left out. */
export function sandboxSnapshot(now: number): StatusSnapshot {
  const well = wellSnapshot(now);
  return {
    ...well,
    sandbox: { seed: 'gatehouse' },
    tee: {
      ...well.tee,
      pins: { teeId: null, pcrHash: PCR },
      quarantined: [
        {
          teeId: fullId('c0ffee', 'decade'),
          state: 'quarantined',
          reason: 'It did not answer.',
          since: now - 40_000,
          until: now + 260_000,
          failures: 3,
        },
        {
          teeId: fullId('ab12cd', 'ef5678'),
          state: 'probation',
          reason: 'It refused the key that the registry lists.',
          since: now - 400_000,
          until: now - 40_000,
          failures: 1,
        },
      ],
      registry: {
        ...well.tee.registry,
        rpcHosts: ['127.0.0.1:34567'],
        listed: [
          ...well.tee.registry.listed,
          {
            teeId: fullId('5d90aa', '14e7b8'),
            endpoint: 'https://an-enclave-with-a-very-long-name-that-goes-on.and-on.ap-southeast.tee.example:8443',
            pcrHash: PCR,
            usable: false,
            reason: 'Its key configuration uses AEAD 2, Gatehouse speaks ChaCha20-Poly1305 (3) only.',
          },
          {
            teeId: fullId('2be017', '90cc31'),
            endpoint: 'https://enclave-11.eu-west.tee.example',
            pcrHash: PCR,
            usable: false,
            reason: 'It is not enabled.',
          },
        ],
        listedTotal: 4,
        skipped: [{ index: 4, reason: 'The signing key is no DER SubjectPublicKeyInfo.' }],
        skippedTotal: 1,
      },
    },
  };
}

/** No TEE can be used, and the endpoint's port is taken. */
export function brokenSnapshot(now: number): StatusSnapshot {
  const well = wellSnapshot(now);
  return {
    ...well,
    revision: 3,
    health: 'broken',
    headline: 'Private inference is shut',
    tee: {
      ...well.tee,
      health: 'broken',
      state: 'no-usable-tee',
      sentence: '7 TEEs are listed and none is usable. Requests are refused until one is.',
      remedy: { text: 'Check the registry again, or look at the reasons below.', command: 'checkRegistry' },
      since: now - 130_000,
      current: null,
      registry: {
        ...well.tee.registry,
        state: 'unreachable',
        lastError: 'rpc.chain.example did not answer within 10 s.',
        listed: well.tee.registry.listed.map(listed => ({ ...listed, usable: false, reason: 'It is not enabled.' })),
        usableTotal: 0,
      },
    },
    proxy: {
      ...well.proxy,
      state: 'port-busy',
      endpoint: null,
      sentence: 'Port 11435 is used by ollama (process 811).',
      remedy: { text: 'Stop that program, or choose another port with --port.' },
      requestsFailed: 4,
    },
  };
}
