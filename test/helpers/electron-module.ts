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
    },
  };
}

export type StandIn = ReturnType<typeof createStandIn>;
