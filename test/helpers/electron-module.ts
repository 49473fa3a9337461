import Module from 'node:module';
import os from 'node:os';
import { createApp } from './electron-app.ts';
import { createDesktop, type Tell } from './electron-desktop.ts';
import { createSession } from './electron-session.ts';
import { createWindows } from './electron-windows.ts';

/** The stand-in for the module `electron`: what of it the product uses, and what a test may ask. */
export function createStandIn(tell: Tell) {
  const desktop = createDesktop(tell);
  const app = createApp(tell, desktop.loginItems);
  const windows = createWindows(tell, {
    created: contents => app.modules.app.emit('web-contents-created', {}, contents),
    allClosed: () => app.modules.app.emit('window-all-closed'),
  });
  const session = createSession(windows.windowOf);
  return {
    electron: {
      ...desktop.modules,
      ...app.modules,
      ...session.modules,
      BrowserWindow: windows.BrowserWindow,
    },
    answers: {
      ...desktop.answers,
      ...app.answers,
      ...windows.answers,
      ...session.answers,
      /** The computer is in another network. */
      'network-changed': async ({ address }: { address: string }) => {
        const before = os.networkInterfaces;
        os.networkInterfaces = () => ({
          ...before(),
          test0: [{ address, family: 'IPv4', internal: false, netmask: '', mac: '', cidr: null }],
        });
      },
    },
  };
}

export type StandIn = ReturnType<typeof createStandIn>;

/** A question of the test. */
interface Question {
  readonly type: string;
  readonly id: number;
}

/** Puts the stand-in in the place of `electron`, and answers the test over the process's own channel. */
export function installStandIn(): void {
  const tell: Tell = message => process.send?.(message);
  const platform = process.env['STAND_IN_PLATFORM'];
  if (platform !== undefined) Object.defineProperty(process, 'platform', { value: platform });
  const { electron, answers } = createStandIn(tell);
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
  const load = loader._load.bind(Module);
  loader._load = (request, ...rest) => (request === 'electron' ? electron : load(request, ...rest));

  const known = answers as unknown as Record<string, (question: Question) => Promise<unknown>>;
  process.on('message', (question: Question) => {
    Promise.resolve()
      .then(() => {
        const answer = known[question.type];
        if (answer === undefined) throw new Error(`The stand-in knows no ${question.type}.`);
        return answer(question);
      })
      .then(
        value => tell({ type: 'answer', id: question.id, value }),
        (error: unknown) => tell({ type: 'answer', id: question.id, error: String(error) }),
      );
  });
}
