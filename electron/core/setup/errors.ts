import { GatehouseError } from '../platform/index.ts';

/** `setup_step_open`: the one step that cannot be left out. */
export function networkNeeded(): GatehouseError {
  return new GatehouseError('setup_step_open', 'Without a network there is no private inference.', {
    remedy: 'Choose the sandbox to look around, or put the set-up off.',
  });
}

/** `setup_no_login_item` */
export function noLoginItem(): GatehouseError {
  return new GatehouseError('setup_no_login_item', 'This kind of host does not start with your session.', {
    remedy: 'Use the desktop application, or a service of your system that runs: gatehouse run',
  });
}

/** `setup_not_begun` */
export function notBegun(): GatehouseError {
  return new GatehouseError('setup_not_begun', 'The set-up is not under way.', {
    remedy: 'Begin it with: gatehouse setup',
  });
}
