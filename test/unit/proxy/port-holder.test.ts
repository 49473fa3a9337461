import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findPortHolder, listeningInodes, parseLsof, parseNetstat } from '../../../electron/core/proxy/port-holder.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2CAB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
   1: 0100007F:2CAB 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100 0 0 10 0
   2: 0100007F:2CAC 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0`;

const NETSTAT = `
  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    127.0.0.1:11435        127.0.0.1:50000        HERGESTELLT      77
  TCP    127.0.0.1:11435        0.0.0.0:0              ABHÖREN          1234
  TCP    [::1]:8080             [::]:0                 ABHÖREN          99`;

describe('finding who holds a port', () => {
  it('picks listening sockets of that port from the kernel table', () => {
    expect(listeningInodes(TABLE, 11_435)).toEqual(['4711']);
  });

  it('reads lsof', () => {
    expect(parseLsof('p812\ncollama\nf3\n')).toBe('ollama (pid 812)');
    expect(parseLsof('')).toBeUndefined();
  });

  it('reads netstat in any language', () => {
    expect(parseNetstat(NETSTAT, 11_435)).toBe('a process (pid 1234)');
    expect(parseNetstat(NETSTAT, 8_080)).toBe('a process (pid 99)');
    expect(parseNetstat(NETSTAT, 80)).toBeUndefined();
  });

  it('asks the netstat of Windows, not one that lies in the working folder', async () => {
    const asked: string[] = [];
    const run = async (program: string): Promise<string> => {
      asked.push(program);
      return NETSTAT;
    };
    const { signal } = new AbortController();
    expect(await findPortHolder(11_435, signal, 'win32', run)).toBe('a process (pid 1234)');
    expect(asked).toEqual([expect.stringMatching(/^[A-Z]:\\Windows\\System32\\netstat\.exe$/i)]);
  });

  it('finds this very process', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { signal } = new AbortController();
    expect(await findPortHolder(port, signal)).toMatch(new RegExp(`\\(pid ${process.pid}\\)$`));
    await new Promise(resolve => server.close(resolve));
    expect(await findPortHolder(port, signal)).toBeUndefined();
  });

  it('answers nothing on a platform it does not know', async () => {
    expect(await findPortHolder(1, new AbortController().signal, 'aix')).toBeUndefined();
  });
});
