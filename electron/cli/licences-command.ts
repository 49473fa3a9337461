import { join } from 'node:path';
import type { Command } from 'commander';
import { readLicences } from '../core/app/index.ts';
import { GatehouseError } from '../core/platform/index.ts';
import { examples } from './command-parts.ts';
import { type CliIo, printLine } from './io.ts';

/** `gatehouse licences`: what is bundled, which no package manager lists. Needs no running instance. */
export function addLicences(program: Command, io: CliIo): void {
  examples(
    program
      .command('licences')
      .description('Show the packages that Gatehouse is made from and their licences.')
      .argument('[package]', 'show the text of this one')
      .action((name: string | undefined) => runLicences(io, name)),
    ['gatehouse licences', 'gatehouse licences react'],
  );
}

/** The files that the bundler left beside the two bundles of a headless host. */
export function licencePlaces({ assetsFolder }: Pick<CliIo, 'assetsFolder'>) {
  const files = [join(assetsFolder, '../headless/licenses.md'), join(assetsFolder, 'licenses.md')];
  return { files, runtimeFile: null };
}

async function runLicences(io: CliIo, name: string | undefined): Promise<void> {
  const { packages } = await readLicences(licencePlaces(io), io.signal);
  if (name === undefined) {
    const width = Math.max(...packages.map(entry => entry.name.length + entry.version.length + 1));
    printLine(io, 'Gatehouse itself: Apache-2.0. It is made from:');
    for (const entry of packages) {
      printLine(io, `  ${`${entry.name} ${entry.version}`.padEnd(width)}  ${entry.licence}`);
    }
    return;
  }
  const named = packages.filter(entry => entry.name === name);
  if (named.length === 0) {
    throw new GatehouseError('licence_unknown', `No package named "${name}" is part of Gatehouse.`, {
      remedy: 'See their names with: gatehouse licences',
    });
  }
  for (const { version, licence, text } of named) {
    printLine(io, `${name} ${version} (${licence})\n`);
    printLine(io, text === '' ? 'The package comes with no text beside the name of its licence.' : text);
  }
}
