import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that Gatehouse itself makes in a home folder. Whatever else lies there is somebody's, and stays. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  '.others-may-read',
  'account.lock',
  'agents',
  'agents.json',
  'assignments.json',
  'config.json',
  'control.path',
  'control.sock',
  'diagnostics',
  'electron',
  'exports',
  'headroom.json',
  'keys',
  'logs',
  'open-dashboard.html',
  'pause.json',
  'receipts.jsonl',
  'running.json',
  'sandbox',
  'secret-store.json',
  'secret-store.lock',
  'secrets.encrypted.json',
  'secrets.json',
  'secrets.keychain.json',
  'secrets.safe-storage',
  'setup.json',
  'subscription-failures.json',
  'subscriptions.json',
  'updates.json',
  'window.json',
]);

/** Of these, the names that no other program would choose by chance; one of them lies in every home that was in use. */
const TELLING_NAMES = [
  'control.path',
  'control.sock',
  'headroom.json',
  'logs/gatehouse.log',
  'running.json',
  'secret-store.json',
  'secrets.safe-storage',
  'subscriptions.json',
  'updates.json',
];

/** What is added to a name: old receipts, locks, backups, what was set aside, and files that were being written. */
const SUFFIXES =
  /(?:\.\d+|\.lock|\.bak|\.before-\d+|\.(?:corrupt|damaged|unreadable)-[\w.-]+|\.\d+-[0-9a-f]+\.tmp|\.tmp-[0-9a-f]+)+$/;

/** Whether a folder has been a home of Gatehouse, and is no folder of somebody's that was named by mistake. */
export function hasBeenHome(folder: string): boolean {
  return TELLING_NAMES.some(name => existsSync(join(folder, name)));
}

/** Whether a name in a home folder is one of Gatehouse's own. */
export function isOwnName(name: string): boolean {
  return OWN_NAMES.has(name) || OWN_NAMES.has(name.replace(SUFFIXES, '')) || /^\.write-test-\d+$/.test(name);
}
