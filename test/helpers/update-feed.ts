import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the feed does with a request; undefined: what a good server does. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server of versions on loopback, as electron-builder publishes them. */
export interface UpdateFeed {
  readonly url: string;
  /** Each request's path without its query, oldest first. */
  readonly asked: readonly string[];
  readonly headers: readonly IncomingMessage['headers'][];
  /** Offers this version on a channel. `changes` replace lines of the list. */
  publish(version: string, content: Buffer, options?: { channel?: string; list?: string }): void;
  /** Answers a path otherwise from now on. */
  answer(path: string, answer: Answer): void;
}

export function sha512(content: Buffer): string {
  return createHash('sha512').update(content).digest('base64');
}

/** The list of versions for one file. */
export function listOf(version: string, file: string, content: Buffer, hash = sha512(content)): string {
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${file}`,
    `    sha512: ${hash}`,
    `    size: ${content.length}`,
    `path: ${file}`,
    `sha512: ${hash}`,
    "releaseNotes: '<p>What is <b>new</b> &amp; better.</p>'",
    "releaseDate: '2026-11-21T12:00:00.000Z'",
    '',
  ].join('\n');
}

export async function startFeed(extension = 'AppImage', suffix = '-linux'): Promise<UpdateFeed> {
  const contents = new Map<string, Buffer | Answer>();
  const asked: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push(pathname);
    headers.push(request.headers);
    const content = contents.get(pathname);
    if (typeof content === 'function') content(request, response);
    else if (content === undefined) response.writeHead(404).end('not here');
    else response.writeHead(200, { 'content-length': content.length }).end(content);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const arch = process.arch === 'x64' ? '' : `-${process.arch}`;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    headers,
    publish: (version, content, { channel = 'latest', list } = {}) => {
      const file = `gatehouse-${version}-linux-x86_64.${extension}`;
      contents.set(
        `/${channel}${suffix}${suffix === '-linux' ? arch : ''}.yml`,
        Buffer.from(list ?? listOf(version, file, content)),
      );
      contents.set(`/${file}`, content);
    },
    answer: (path, answer) => contents.set(path, answer),
  };
}
