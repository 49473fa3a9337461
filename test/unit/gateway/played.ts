import { FakeSockets } from './fake-sockets.ts';
import { Bench } from './support.ts';

type Played = Bench & { readonly sockets: FakeSockets };

/** A started client whose sockets the test plays. */
export function played(
  act: ConstructorParameters<typeof FakeSockets>[0],
  options: ConstructorParameters<typeof Bench>[0] = {},
): Played {
  const sockets = new FakeSockets(act);
  return Object.assign(new Bench({ openSocket: sockets.open, ...options }).start(), { sockets });
}

/** Answers the last request for `method` on the last socket. */
export function answer({ sockets }: Played, method: string, payload: unknown): void {
  const { id } = sockets.last.sent.findLast(request => request.method === method)!;
  sockets.last.frame({ type: 'res', id, ok: true, payload });
}

/** Refuses it. */
export function refuse({ sockets }: Played, method: string, error: Record<string, unknown>): void {
  const { id } = sockets.last.sent.findLast(request => request.method === method)!;
  sockets.last.frame({ type: 'res', id, ok: false, error });
}

/** How often `method` was asked on the last socket. */
export function asked({ sockets }: Played, method: string): number {
  return sockets.last.sent.filter(request => request.method === method).length;
}
