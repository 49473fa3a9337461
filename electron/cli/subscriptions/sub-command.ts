import type { SubscriptionsStatus } from '../../contract/index.ts';
import { GatehouseError } from '../../core/platform/index.ts';
import type { CliIo } from '../io.ts';
import { printLine } from '../io.ts';
import { readHidden } from '../terminal.ts';
import { painter } from '../text.ts';
import { subscriptionLine, subscriptionRows } from './rows.ts';
import { execute, executeAndLook, type GateOptions, printResult, subscriptionsStatus } from './running.ts';

/** Options of `gatehouse sub add`. */
export interface SubAddOptions extends GateOptions {
  readonly tier?: string;
  readonly note?: string;
  readonly test: boolean;
}

/** Options of `gatehouse sub replace`. */
export interface SubReplaceOptions extends GateOptions {
  readonly test: boolean;
}

/** Options of `gatehouse sub assign`. */
export interface SubAssignOptions extends GateOptions {
  readonly none?: true;
}

/** Options of `gatehouse sub headroom`. */
export interface SubHeadroomOptions extends GateOptions {
  readonly refresh?: true;
}

/** `gatehouse sub list`. */
export async function runSubList(io: CliIo, options: GateOptions): Promise<void> {
  const { subscriptions } = await subscriptionsStatus(io, options);
  if (options.json) printLine(io, JSON.stringify(subscriptions, null, 2));
  else if (subscriptions.length === 0) printLine(io, 'No subscription is stored. Add one with: gatehouse sub add NAME');
  else {
    const paint = painter(io.stdout, io.env);
    for (const one of subscriptions) printLine(io, subscriptionLine(one, io.clock.now(), paint));
  }
}

/** `gatehouse sub add NAME`: the token comes from standard input, never from the arguments. Throws what storing throws. */
export async function runSubAdd(io: CliIo, name: string, options: SubAddOptions): Promise<void> {
  const token = await readHidden(io, `Token of ${name} (not shown): `);
  const { tier, note, test } = options;
  const more = { ...(tier === undefined ? {} : { tier }), ...(note === undefined ? {} : { note }) };
  const subscription = { name, token, ...more };
  printResult(io, options, await execute(io, options, { name: 'addSubscription', subscription, test }));
}

/** `gatehouse sub replace NAME`: brings the new token to every agent on it. Throws what storing throws. */
export async function runSubReplace(io: CliIo, subscription: string, options: SubReplaceOptions): Promise<void> {
  const token = await readHidden(io, `New token of ${subscription} (not shown): `);
  const { test } = options;
  printResult(io, options, await execute(io, options, { name: 'replaceSubscription', subscription, token, test }));
}

/** `gatehouse sub remove NAME`: revokes it from every agent at once. Throws `subscription_unknown`. */
export async function runSubRemove(io: CliIo, subscription: string, options: GateOptions): Promise<void> {
  printResult(io, options, await execute(io, options, { name: 'removeSubscription', subscription }));
}

/** `gatehouse sub rename NAME NEW`. Throws `subscription_unknown`, `subscription_name_taken`. */
export async function runSubRename(io: CliIo, subscription: string, to: string, options: GateOptions): Promise<void> {
  printResult(io, options, await execute(io, options, { name: 'renameSubscription', subscription, to }));
}

/** `gatehouse sub test NAME`: asks the provider. Throws `subscription_unknown`. */
export async function runSubTest(io: CliIo, subscription: string, options: GateOptions): Promise<void> {
  printResult(io, options, await execute(io, options, { name: 'testSubscription', subscription }));
}

/** `gatehouse sub assign AGENT SUBSCRIPTION`, or `--none`. Throws `agent_unknown`, `subscription_unknown`. */
export async function runSubAssign(
  io: CliIo,
  agent: string,
  subscription: string | undefined,
  options: SubAssignOptions,
): Promise<void> {
  if ((subscription === undefined) !== (options.none === true)) {
    throw new GatehouseError('wrong_usage', 'Give either the name of a subscription or --none.', {
      remedy: 'See the help with: gatehouse sub assign --help',
    });
  }
  const command = { name: 'assignSubscription', agent, subscription: subscription ?? null } as const;
  printResult(io, options, await execute(io, options, command));
}

/** `gatehouse sub headroom [NAME]`: what is left, measured anew with `--refresh`. Throws `subscription_unknown`. */
export async function runSubHeadroom(io: CliIo, name: string | undefined, options: SubHeadroomOptions): Promise<void> {
  const { subscriptions } = options.refresh
    ? await refreshed(io, name, options)
    : await subscriptionsStatus(io, options);
  const wanted = name?.trim().toLowerCase();
  const shown = subscriptions.filter(
    one => wanted === undefined || one.name.toLowerCase() === wanted || one.id === name,
  );
  if (shown.length === 0 && name !== undefined) {
    throw new GatehouseError('subscription_unknown', `There is no subscription ${name}.`, {
      remedy: 'See them with: gatehouse sub list',
    });
  }
  if (options.json) printLine(io, JSON.stringify(shown, null, 2));
  const paint = painter(io.stdout, io.env);
  if (!options.json) {
    for (const one of shown) for (const line of subscriptionRows(one, io.clock.now(), paint)) printLine(io, line);
  }
}

async function refreshed(
  io: CliIo,
  name: string | undefined,
  options: SubHeadroomOptions,
): Promise<SubscriptionsStatus> {
  const which = name === undefined ? {} : { subscription: name };
  const { result, status } = await executeAndLook(io, options, { name: 'refreshHeadroom', ...which });
  if (!options.json) printResult(io, options, result);
  return status;
}
