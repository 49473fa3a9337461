import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { PreloadApi } from './contract/bridge.ts';
import { CHANNELS } from './contract/channels.ts';

/** Functions only: no Electron object and no event crosses over. The page checks what comes back. */
const api: PreloadApi = {
  getSnapshot: () => ipcRenderer.invoke(CHANNELS.getSnapshot),
  onSnapshot: callback => {
    const listener = (_event: IpcRendererEvent, snapshot: unknown): void => callback(snapshot);
    ipcRenderer.on(CHANNELS.snapshot, listener);
    return () => ipcRenderer.off(CHANNELS.snapshot, listener);
  },
  run: command => ipcRenderer.invoke(CHANNELS.run, command),
  query: query => ipcRenderer.invoke(CHANNELS.query, query),
};

contextBridge.exposeInMainWorld('gatehouse', api);
