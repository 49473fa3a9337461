import { Pool } from 'undici';

/** What one run of closed-loop requests took. Times in milliseconds. */
export interface LoadResult {
  readonly requests: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly requestsPerSecond: number;
}

/** Where the load goes and what it carries. */
export interface LoadTarget {
  readonly origin: string;
  readonly path: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The value below which `share` (0 to 1) of the sorted values lie. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Sends exactly `requests` requests over `connections` connections, each sending its next one when it was answered. */
export async function load(target: LoadTarget, connections: number, requests: number): Promise<LoadResult> {
  const pool = new Pool(target.origin, { connections, pipelining: 1 });
  const latencies: number[] = [];
  let failed = 0;
  let remaining = requests;
  const headers = { 'content-type': 'application/json', ...target.headers };
  const worker = async (): Promise<void> => {
    while (remaining > 0) {
      remaining -= 1;
      const startedAt = performance.now();
      const { statusCode, body } = await pool.request({
        path: target.path,
        method: 'POST',
        headers,
        body: target.body,
      });
      await body.arrayBuffer();
      if (statusCode === 200) latencies.push(performance.now() - startedAt);
      else failed += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  latencies.sort((a, b) => a - b);
  return {
    requests,
    failed,
    p50Ms: percentile(latencies, 0.5),
    p95Ms: percentile(latencies, 0.95),
    requestsPerSecond: latencies.length / seconds,
  };
}

/** Milliseconds until the first and the last content of a streamed answer. */
export async function streamTimes(target: LoadTarget): Promise<{ firstMs: number; lastMs: number }> {
  const pool = new Pool(target.origin, { connections: 1 });
  const startedAt = performance.now();
  const { statusCode, body } = await pool.request({
    path: target.path,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...target.headers },
    body: target.body,
  });
  let firstMs = Number.NaN;
  for await (const chunk of body) {
    if (Number.isNaN(firstMs) && String(chunk).includes('"content"')) firstMs = performance.now() - startedAt;
  }
  const lastMs = performance.now() - startedAt;
  await pool.close();
  if (statusCode !== 200) throw new Error(`The stream was answered with ${statusCode}.`);
  return { firstMs, lastMs };
}
