import type { PreloadApi } from '../../electron/contract/index.ts';
import type { LiveBridge } from './live-bridge.ts';
import { PreloadBridge } from './preload-bridge.ts';
import { WebBridge } from './web-bridge.ts';

/** The bridge that fits the host: the preload's when there is one, otherwise this page's own server. */
export function openBridge(view: Window & { readonly gatehouse?: PreloadApi }): LiveBridge {
  if (view.gatehouse !== undefined) return new PreloadBridge(view.gatehouse);
  const bridge = new WebBridge(view);
  bridge.start();
  return bridge;
}
