import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { type RawData, WebSocketServer } from 'ws';
import { helloPayload } from '../helpers/scripted-gateway.ts';
import type { ClientKind } from './gateway-clients.ts';
import { median, round } from './gateway-figures.ts';
import { Measured } from './gateway-measured.ts';

const KINDS = ['gatehouse', 'reference', 'bare'] as const satisfies readonly ClientKind[];
const SIZES = [
  { bytes: 150, events: 200_000 },
  { bytes: 1_300, events: 50_000 },
] as const;
const LIMIT_MS = 120_000;
/** An answer of the server may come between two pieces, and must not come between two halves of a frame. */
const FRAMES_PER_PIECE = 1_000;

/** How fast a client takes events. */
export interface FloodResult {
  readonly kind: (typeof KINDS)[number];
  readonly bytes: number;
  readonly events: number;
  readonly runs: number;
  /** From the first event to the last, by the wall clock. */
  readonly eventsPerSecond: number;
  /** CPU time of the client. */
  readonly cpuMicrosPerEvent: number;
}

/** An unmasked text frame, as a server sends it. */
function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : Buffer.from([0x81, 126, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([head, body]);
}

/** All frames of a flood, made beforehand, as what is measured is the one who reads them. In pieces of whole frames. */
function floodOf(count: number, bytes: number): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let frames: Buffer[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const payload = { runId: 'run-1', stream: 'assistant', seq, ts: 1_795_209_115_821, data: { delta: '' } };
    const frame = { type: 'event', event: 'agent', payload, seq };
    const missing = Math.max(bytes - JSON.stringify(frame).length, 0);
    frames.push(textFrame(JSON.stringify({ ...frame, payload: { ...payload, data: { delta: 'x'.repeat(missing) } } })));
    if (frames.length < FRAMES_PER_PIECE && seq < count) continue;
    pieces.push(Buffer.concat(frames));
    frames = [];
  }
  return pieces;
}

async function pour(socket: Socket, flood: readonly Buffer[]): Promise<void> {
  for (const piece of flood) {
    if (socket.destroyed) return;
    if (!socket.write(piece)) await once(socket, 'drain');
  }
}

/** A server that lets anyone in, answers everything with nothing, and sends its flood as soon as told. */
async function floodServer(
  flood: readonly Buffer[],
): Promise<{ url: string; release: () => Promise<void>; stop: () => void }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  let connection: Socket | undefined;
  server.on('connection', (webSocket, request) => {
    connection = request.socket;
    webSocket.on('error', () => undefined);
    const challenge = { nonce: 'nonce-1', ts: 1_795_209_115_821 };
    webSocket.send(JSON.stringify({ type: 'event', event: 'connect.challenge', payload: challenge }));
    webSocket.on('message', (data: RawData) => {
      const { id, method } = JSON.parse((data as Buffer).toString()) as {
        readonly id: string;
        readonly method: string;
      };
      const payload = method === 'connect' ? helloPayload({ methods: [] }) : {};
      webSocket.send(JSON.stringify({ type: 'res', id, ok: true, payload }));
    });
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    release: async () => {
      if (connection !== undefined) await pour(connection, flood);
    },
    stop: () => {
      connection?.destroy();
      server.close();
    },
  };
}

async function runOnce(
  kind: ClientKind,
  flood: readonly Buffer[],
  events: number,
): Promise<{ perSecond: number; micros: number }> {
  const { url, release, stop } = await floodServer(flood);
  const client = await Measured.load(kind, { url, token: 'none' }, events);
  try {
    client.tell('start');
    await client.line('hello', 10_000);
    const poured = release().catch(() => undefined);
    const { at, firstAt, cpuMs } = await client.line('events', LIMIT_MS);
    await poured;
    return { perSecond: (events / (at - firstAt)) * 1_000, micros: (cpuMs * 1_000) / events };
  } finally {
    await client.end();
    stop();
  }
}

/** Floods each client in turn, `runs` times. */
export async function measureFlood(runs: number, say: (line: string) => void): Promise<readonly FloodResult[]> {
  const results: FloodResult[] = [];
  for (const { bytes, events } of SIZES) {
    const flood = floodOf(events, bytes);
    const samples = KINDS.map(() => [] as { perSecond: number; micros: number }[]);
    for (let run = 0; run < runs; run += 1) {
      for (const [index, kind] of KINDS.entries()) samples[index]?.push(await runOnce(kind, flood, events));
    }
    for (const [index, kind] of KINDS.entries()) {
      const of = samples[index] ?? [];
      const eventsPerSecond = round(median(of.map(({ perSecond }) => perSecond)));
      const cpuMicrosPerEvent = round(median(of.map(({ micros }) => micros)), 2);
      results.push({ kind, bytes, events, runs, eventsPerSecond, cpuMicrosPerEvent });
      say(`${kind}: ${eventsPerSecond} events of ${bytes} bytes a second`);
    }
  }
  return results;
}
