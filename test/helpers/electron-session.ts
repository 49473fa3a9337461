import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { objection } from './electron-windows.ts';

type RequestHandler = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>;
type DeviceHandler = NonNullable<Parameters<Electron.Session['setDevicePermissionHandler']>[0]>;
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: Electron.CallbackResponse) => void,
) => void;
type SchemeHandler = (request: Request) => Response | Promise<Response>;

/** Session, schemes and calls from pages, as the stand-in for `electron` has them: kept, to be asked by a test. */
export function createSession(windowOf: (id: number) => { readonly webContents: Electron.WebContents }) {
  const handlers = new Map<string, (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown>();
  const schemes = new Map<string, SchemeHandler>();
  const privileged: Electron.CustomScheme[] = [];
  let onRequest: RequestHandler | null = null;
  let onCheck: CheckHandler | null = null;
  let onDevice: DeviceHandler | null = null;
  let beforeRequest: BeforeRequest | null = null;

  class StandInSession extends EventEmitter {
    readonly webRequest = {
      onBeforeRequest: (...given: [BeforeRequest | null] | [Electron.WebRequestFilter, BeforeRequest | null]) => {
        beforeRequest = given.length === 1 ? given[0] : given[1];
      },
    };
    setPermissionRequestHandler(handler: RequestHandler | null): void {
      onRequest = handler;
    }
    setPermissionCheckHandler(handler: CheckHandler | null): void {
      onCheck = handler;
    }
    setDevicePermissionHandler(handler: DeviceHandler | null): void {
      onDevice = handler;
    }
  }
  const defaultSession = new StandInSession();

  return {
    modules: {
      session: { defaultSession, fromPartition: () => new StandInSession() },
      // The settings store's package listens to its own channel.
      ipcMain: Object.assign(new EventEmitter(), {
        handle: (channel: string, handler: (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown) => {
          handlers.set(channel, handler);
        },
        removeHandler: (channel: string) => {
          handlers.delete(channel);
        },
      }),
      protocol: {
        registerSchemesAsPrivileged: (list: Electron.CustomScheme[]) => {
          privileged.push(...list);
        },
        handle: (scheme: string, handler: SchemeHandler) => {
          schemes.set(scheme, handler);
        },
      },
    },
    answers: {
      privileged: async () => privileged,
      request: async ({ url, method }: { url: string; method: string }) => {
        const handler = schemes.get(new URL(url).protocol.slice(0, -1));
        if (handler === undefined) throw new Error(`Nothing answers ${url}.`);
        const response = await handler(new Request(url, { method }));
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: Buffer.from(await response.arrayBuffer()).toString('base64'),
        };
      },
      invoke: async ({
        window = 1,
        channel,
        payload,
        frameUrl,
        isSubframe = false,
      }: {
        window?: number;
        channel: string;
        payload?: unknown;
        frameUrl?: string;
        isSubframe?: boolean;
      }) => {
        const handler = handlers.get(channel);
        if (handler === undefined) throw new Error(`No handler for ${channel}`);
        const sender = windowOf(window).webContents;
        const foreign = { url: frameUrl ?? sender.mainFrame.url } as Electron.WebFrameMain;
        const senderFrame = frameUrl === undefined && !isSubframe ? sender.mainFrame : foreign;
        return handler({ sender, senderFrame } as Electron.IpcMainInvokeEvent, payload);
      },
      'foreign-invoke': async ({ channel }: { channel: string }) => {
        // As from the page of somebody else's window, which says that it is ours.
        const mainFrame = { url: 'app://gatehouse/' };
        return handlers.get(channel)?.({
          sender: { mainFrame },
          senderFrame: mainFrame,
        } as unknown as Electron.IpcMainInvokeEvent);
      },
      permission: async ({ permission, url }: { permission: string; url: string }) => ({
        checked: onCheck?.(
          windowOf(1).webContents,
          permission as 'media',
          url,
          {} as Electron.PermissionCheckHandlerHandlerDetails,
        ),
        requested: await new Promise(resolve =>
          onRequest?.(windowOf(1).webContents, permission as 'media', resolve, {
            requestingUrl: url,
          } as Electron.PermissionRequest),
        ),
      }),
      device: async ({ url }: { url: string }) =>
        onDevice?.({ deviceType: 'hid', origin: url, device: {} as Electron.HIDDevice }) ?? true,
      download: async () => {
        const { event, hasObjected } = objection();
        defaultSession.emit('will-download', event);
        return hasObjected();
      },
      outgoing: ({ url }: { url: string }) =>
        new Promise(resolve => beforeRequest?.({ url } as Electron.OnBeforeRequestListenerDetails, resolve)),
    },
  };
}
