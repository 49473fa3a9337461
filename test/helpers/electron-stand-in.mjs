// A stand-in for the module `electron`, loaded with `node --import` before the unmodified main bundle. It is driven by
// the test over the process's own IPC channel (see electron-stand-in.ts). What it cannot prove: context isolation, the
// renderer sandbox, the real scheme.
import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { createDesktop } from './electron-desktop.ts';

const tell = message => process.send?.(message);
const handlers = new Map();
const schemes = new Map();
const privileged = [];
const windows = [];
const desktop = createDesktop(tell);

class App extends EventEmitter {
  isPackaged = false;
  name = 'Gatehouse';
  requestSingleInstanceLock() {
    return process.env.STAND_IN_SECOND !== '1';
  }
  whenReady() {
    return Promise.resolve();
  }
  getAppPath() {
    return process.cwd();
  }
  getVersion() {
    return JSON.parse(readFileSync('package.json', 'utf8')).version;
  }
  getPath(name) {
    return `${process.env.GATEHOUSE_HOME}/${name}`;
  }
  setPath() {}
  setAppUserModelId() {}
  getLocale() {
    return 'en-GB';
  }
  getLoginItemSettings(options) {
    return desktop.loginItems.getLoginItemSettings(options);
  }
  setLoginItemSettings(settings) {
    desktop.loginItems.setLoginItemSettings(settings);
  }
  enableSandbox() {
    tell({ type: 'sandbox-enabled' });
  }
  quit() {
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) this.exit(0);
  }
  exit(code = 0) {
    tell({ type: 'exit', code });
    process.exit(code);
  }
}

class WebContents extends EventEmitter {
  mainFrame = { url: 'app://gatehouse/' };
  openHandler = undefined;
  setWindowOpenHandler(handler) {
    this.openHandler = handler;
  }
  send(channel, ...args) {
    tell({ type: 'push', channel, args });
  }
}

class BrowserWindow extends EventEmitter {
  webContents = new WebContents();
  constructor(options) {
    super();
    windows.push(this);
    tell({ type: 'window', options });
  }
  async loadURL(url) {
    tell({ type: 'load', url });
  }
  isDestroyed() {
    return false;
  }
  visible = false;
  // Nobody looks at it, so that notifications come.
  isFocused() {
    return false;
  }
  isVisible() {
    return this.visible;
  }
  isMinimized() {
    return false;
  }
  restore() {}
  focus() {
    tell({ type: 'focus' });
  }
  show() {
    this.visible = true;
    tell({ type: 'show' });
    this.emit('show');
  }
  hide() {
    this.visible = false;
    tell({ type: 'hide' });
    this.emit('hide');
  }
  /** As a click on its close button. */
  close() {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (!prevented) tell({ type: 'closed' });
  }
}

const session = {
  permissionRequest: undefined,
  permissionCheck: undefined,
  beforeRequest: undefined,
  setPermissionRequestHandler(handler) {
    this.permissionRequest = handler;
  },
  setPermissionCheckHandler(handler) {
    this.permissionCheck = handler;
  },
  webRequest: {
    onBeforeRequest(handler) {
      session.beforeRequest = handler;
    },
  },
};

const electron = {
  app: new App(),
  BrowserWindow,
  ipcMain: Object.assign(new EventEmitter(), {
    handle: (channel, handler) => handlers.set(channel, handler),
    removeHandler: channel => handlers.delete(channel),
  }),
  protocol: {
    registerSchemesAsPrivileged: list => privileged.push(...list),
    handle: (scheme, handler) => schemes.set(scheme, handler),
  },
  session: { defaultSession: session },
  nativeTheme: Object.assign(new EventEmitter(), {
    shouldUseDarkColors: false,
    shouldUseDarkColorsForSystemIntegratedUI: false,
  }),
  powerMonitor: new EventEmitter(),
  ...desktop.modules,
  dialog: {
    showErrorBox: (title, content) => tell({ type: 'error-box', title, content }),
    showMessageBox: async ({ message, detail }) => {
      tell({ type: 'question', message, detail });
      return { response: Number(process.env.STAND_IN_ANSWER ?? 0) };
    },
  },
  // Reversible and no plain text, which is all that the main bundle can tell.
  safeStorage: {
    isAsyncEncryptionAvailable: async () => process.env.STAND_IN_KEYCHAIN !== 'none',
    getSelectedStorageBackend: () => process.env.STAND_IN_BACKEND ?? 'gnome_libsecret',
    encryptStringAsync: async text => Buffer.from(text).map(byte => byte ^ 0x5a),
    decryptStringAsync: async encrypted => ({
      result: Buffer.from(encrypted)
        .map(byte => byte ^ 0x5a)
        .toString('utf8'),
      shouldReEncrypt: false,
    }),
  },
};

const load = Module._load;
Module._load = (request, ...rest) => (request === 'electron' ? electron : load(request, ...rest));

/** What the test asks, by `type`; the answer goes back under the same `id`. */
const answers = {
  request: async ({ url, method }) => {
    const handler = schemes.get(new URL(url).protocol.slice(0, -1));
    const response = await handler(new globalThis.Request(url, { method }));
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    };
  },
  invoke: async ({ channel, payload, frameUrl }) => {
    const handler = handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler for ${channel}`);
    const own = frameUrl === undefined;
    const senderFrame = own ? windows[0].webContents.mainFrame : { url: frameUrl };
    return handler({ sender: windows[0].webContents, senderFrame }, payload);
  },
  permission: async ({ permission, url }) => ({
    checked: session.permissionCheck(windows[0].webContents, permission, url, {}),
    requested: await new Promise(resolve =>
      session.permissionRequest(windows[0].webContents, permission, resolve, { requestingUrl: url }),
    ),
  }),
  outgoing: ({ url }) => new Promise(resolve => session.beforeRequest({ url }, resolve)),
  navigate: async ({ event }) => {
    let prevented = false;
    windows[0].webContents.emit(event, { preventDefault: () => (prevented = true) });
    return prevented;
  },
  open: async ({ url }) => windows[0].webContents.openHandler({ url }),
  privileged: async () => privileged,
  ...desktop.answers,
  window: async ({ event }) => {
    if (event === 'close') windows[0].close();
    else windows[0].emit(event);
    return { visible: windows[0].visible };
  },
  emit: async ({ event, source = 'app' }) => {
    electron[source].emit(event, { preventDefault() {} });
  },
};

process.on('message', message => {
  Promise.resolve()
    .then(() => answers[message.type](message))
    .then(
      value => tell({ type: 'answer', id: message.id, value }),
      error => tell({ type: 'answer', id: message.id, error: String(error) }),
    );
});
