import { readFile } from 'node:fs/promises';
import type { Licence, Licences } from '../../../contract/index.ts';
import { errorMessage, GatehouseError } from '../../platform/index.ts';

/** Where the licences of what was bundled lie. */
export interface LicencePlaces {
  /** As the bundler wrote them, one beside each bundle. */
  readonly files: readonly string[];
  /** See {@link Licences}. */
  readonly runtimeFile: string | null;
}

/** How the bundler heads a package: https://vite.dev/config/build-options#build-license */
const HEADING = /^## (\S+) - (\S+) \((.*)\)$/;

/** All packages of the bundles with their licences, each once. Throws `licences_unreadable`. */
export async function readLicences({ files, runtimeFile }: LicencePlaces, signal: AbortSignal): Promise<Licences> {
  const found = new Map<string, Licence>();
  for (const file of files) {
    const text = await readFile(file, { encoding: 'utf8', signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new GatehouseError('licences_unreadable', `The licences cannot be read: ${errorMessage(error)}`, {
        remedy: 'Install Gatehouse again; each release has them in its bill of materials too.',
        cause: error,
      });
    });
    for (const licence of licencesOf(text)) found.set(`${licence.name}@${licence.version}`, licence);
  }
  const packages = [...found.values()].sort(
    (one, other) => compare(one.name, other.name) || compare(one.version, other.version),
  );
  return { packages, runtimeFile };
}

function licencesOf(text: string): Licence[] {
  const found: (Omit<Licence, 'text'> & { lines: string[] })[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, name, version, licence] = HEADING.exec(line) ?? [];
    if (name !== undefined && version !== undefined && licence !== undefined) {
      found.push({ name, version, licence, lines: [] });
    } else {
      found.at(-1)?.lines.push(line);
    }
  }
  return found.map(({ lines, ...rest }) => ({ ...rest, text: lines.join('\n').trim() }));
}

/** The same order on every computer. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
