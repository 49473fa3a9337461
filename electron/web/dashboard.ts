import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Clock, GatehouseError, SystemClock } from '../core/platform/index.ts';
import { EventStream } from './event-stream.ts';
import { OriginGuard, readCookie } from './guard.ts';
import type { Dashboard, DashboardOptions } from './options.ts';
import { isLoopback, warned } from './privacy.ts';
import { createHandler, sessionCookieName } from './routes.ts';
import { Sessions } from './session.ts';

const LOOPBACK = '127.0.0.1';
const MAX_SOCKETS = 64;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_HEADER_BYTES = 16_384;
const STOP_GRACE_MS = 1_000;

/**
 * Serves the status page to the person's own browser, on loopback only. A link with a one-time token signs a browser
 * in; state is pushed over WebSocket. Throws `dashboard_port_busy` or `dashboard_failed`.
 */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { port, clock = new SystemClock() } = options;
  const sessions = new Sessions();
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  server.maxConnections = MAX_SOCKETS;
  await listen(server, port);

  const { address, port: boundPort } = server.address() as AddressInfo;
  const isPrivate = isLoopback(address);
  const source = isPrivate ? options.source : warned(options.source);
  const origin = `http://${LOOPBACK}:${boundPort}`;
  const guard = new OriginGuard(boundPort);
  const events = new EventStream({ source, clock });
  const mayWatch = (request: IncomingMessage): boolean =>
    request.url === '/events' &&
    guard.isOwnHost(request) &&
    guard.isOwnOrigin(request, { required: true }) &&
    sessions.isKnown(readCookie(request, sessionCookieName(boundPort)));

  server.on('request', createHandler({ ...options, source, port: boundPort, guard, sessions, isPrivate }));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (!mayWatch(request)) refuse(socket, '403 Forbidden');
    else if (events.isFull) refuse(socket, '503 Service Unavailable');
    else events.accept(request, socket, head);
  });

  let stopped: Promise<void> | undefined;
  return {
    origin,
    issueUrl: () => `${origin}/#token=${sessions.issueToken()}`,
    stop: () => {
      stopped ??= close(server, events, clock);
      return stopped;
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException): void => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new GatehouseError('dashboard_port_busy', `Port ${port} for the dashboard is used by another program.`, {
              remedy: 'Set dashboard.port to another port, or to 0 to let the system choose.',
              cause,
            })
          : new GatehouseError('dashboard_failed', `The dashboard cannot listen on ${LOOPBACK}:${port}.`, { cause }),
      );
    };
    server.once('error', onError);
    server.listen(port, LOOPBACK, () => {
      server.removeListener('error', onError);
      resolve();
    });
  });
}

async function close(server: Server, events: EventStream, clock: Clock): Promise<void> {
  events.stop();
  await new Promise<void>(resolve => {
    const timer = clock.schedule(STOP_GRACE_MS, () => {
      events.terminate();
      server.closeAllConnections();
    });
    server.close(() => {
      timer.cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}
