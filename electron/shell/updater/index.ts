export { type UpdaterSources, updateHost } from './update-host.ts';
