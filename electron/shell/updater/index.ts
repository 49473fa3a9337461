export { forgetPrevious } from './app-image.ts';
export { type DesktopUpdatesOptions, desktopUpdates } from './desktop-updates.ts';
export { updateHost } from './update-host.ts';
