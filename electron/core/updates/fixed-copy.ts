import type { PackageKind } from '../../contract/index.ts';
import type { UpdateHost } from './host.ts';
import type { UpdateInstead } from './sentences.ts';

type FixedKind = Extract<PackageKind, 'npm' | 'container' | 'development'>;

/** What to type where another program brings new versions. Nothing is asked for on the network. */
const INSTEAD: Readonly<Record<FixedKind, UpdateInstead>> = {
  npm: {
    sentence: 'This copy was installed with npm, which updates it too.',
    remedy: { text: 'Update it, then restart it:', shellCommand: 'npm install --global gatehouse@latest' },
  },
  container: {
    sentence: 'This copy runs in a container: a newer image is a newer version.',
    remedy: { text: 'Build or pull a newer image, then start it in place of this one.' },
  },
  development: {
    sentence: 'This copy runs from its sources and is not updated.',
    remedy: { text: 'Fetch newer sources and build them:', shellCommand: 'git pull && npm ci && npm run build' },
  },
};

/** A copy that Gatehouse neither looks for updates of nor installs any. */
export function fixedCopy(version: string, kind: FixedKind): UpdateHost {
  return {
    version,
    package: kind,
    canInstall: false,
    instead: INSTEAD[kind],
    page: null,
    isAway: () => false,
    mayInstallAtEnd: () => false,
    restart: () => undefined,
  };
}
