import type { Command } from 'commander';
import { examples, placed } from '../command-parts.ts';
import type { CliIo, PlaceOptions } from '../io.ts';
import { runServiceInstall, runServiceStatus, runServiceUninstall } from './command.ts';

/** Adds `gatehouse service`. */
export function addService(program: Command, io: CliIo): void {
  const service = program.command('service').description('Run Gatehouse in the background, started at login.');
  examples(service, ['gatehouse service install', 'gatehouse service status']);
  examples(
    placed(service.command('install').description('Start it now and at every login.')).action((options: PlaceOptions) =>
      runServiceInstall(io, options),
    ),
    ['gatehouse service install', 'gatehouse service install --home ~/gatehouse-work'],
  );
  examples(
    placed(service.command('uninstall').description('Stop it and remove it; settings and secrets stay.')).action(
      (options: PlaceOptions) => runServiceUninstall(io, options),
    ),
    ['gatehouse service uninstall'],
  );
  examples(
    placed(service.command('status').description('Whether it is installed, up to date and running.')).action(
      (options: PlaceOptions) => runServiceStatus(io, options),
    ),
    ['gatehouse service status'],
  );
}
