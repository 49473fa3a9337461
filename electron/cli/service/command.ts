import { dirname } from 'node:path';
import { GatehouseError } from '../../core/platform/index.ts';
import { type CliIo, type PlaceOptions, printLine } from '../io.ts';
import { homeOf, logPath } from '../place.ts';
import type { RunSystemProgram } from '../system-program.ts';
import { type ServiceManager, serviceManager } from './manager.ts';
import type { ServiceProgram } from './unit.ts';

/** `gatehouse service install`: starts it now and at every login; again after an update it takes up what changed. */
export async function runServiceInstall(io: CliIo, options: PlaceOptions, run?: RunSystemProgram): Promise<void> {
  const manager = managerOf(io, options, run);
  await manager.install(programOf(io, options, manager));
  printLine(io, `Gatehouse runs in the background now and after every login (${manager.name}).`);
  printLine(io, `Described in ${manager.file}.`);
  if (io.platform === 'linux') printLine(io, 'To have it run without a login: loginctl enable-linger');
}

/** `gatehouse service uninstall`: ends it. Settings, secrets and receipts stay. */
export async function runServiceUninstall(io: CliIo, options: PlaceOptions, run?: RunSystemProgram): Promise<void> {
  const manager = managerOf(io, options, run);
  const { isInstalled } = await manager.state(programOf(io, options, manager));
  if (!isInstalled) {
    printLine(io, 'No service is installed; nothing was changed.');
    return;
  }
  await manager.uninstall();
  printLine(io, `The service is stopped and removed. What it kept stays in ${homeOf(io, options)}.`);
}

/** `gatehouse service status`. */
export async function runServiceStatus(io: CliIo, options: PlaceOptions, run?: RunSystemProgram): Promise<void> {
  const manager = managerOf(io, options, run);
  const { isInstalled, isCurrent, isRunning } = await manager.state(programOf(io, options, manager));
  if (!isInstalled) {
    printLine(io, `Not installed (${manager.name}). Install it with: gatehouse service install`);
    return;
  }
  printLine(io, `Installed, ${isRunning ? 'running' : 'not running'} (${manager.name}).`);
  printLine(io, manager.file);
  if (!isCurrent) {
    printLine(io, 'It starts another program or folder than this one. Renew it with: gatehouse service install');
  }
}

/** The manager of this platform, for the service of that home. Throws `service_unsupported`. */
export function managerOf(io: CliIo, options: PlaceOptions, run?: RunSystemProgram): ServiceManager {
  return serviceManager(io, dirname(logPath(homeOf(io, options))), run);
}

/** This very program. Its folder must last: a copy that npx keeps for a while does not. */
function programOf(io: CliIo, options: PlaceOptions, { name }: ServiceManager): ServiceProgram {
  if (/[\\/]_npx[\\/]/.test(io.program.join(' '))) {
    throw new GatehouseError('service_temporary', 'This copy of Gatehouse is a temporary one of npx.', {
      remedy: 'Install it first, from the file of a release: npm install --global ./gatehouse-VERSION.tgz',
    });
  }
  return {
    command: [...io.program, 'run', '--home', homeOf(io, options)],
    env: { GATEHOUSE_DASHBOARD_OPEN: 'false', GATEHOUSE_RESTARTED_BY: name },
  };
}
