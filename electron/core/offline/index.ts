export { computerOffline, isComputerOffline, OFFLINE_RETRY_MS } from './computer-offline.ts';
export { Offline, type OfflineOptions } from './offline.ts';
export {
  hasWayOut,
  isLinkLocal,
  type LocalAddress,
  type LocalAddresses,
  outwardAddresses,
  systemAddresses,
} from './way-out.ts';
