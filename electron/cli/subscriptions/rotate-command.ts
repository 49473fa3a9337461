import { GatehouseError } from '../../core/platform/index.ts';
import type { CliIo } from '../io.ts';
import { execute, type GateOptions, printResult } from './running.ts';

/** Options of `gatehouse rotate subscription`. */
export interface RotateOptions extends GateOptions {
  readonly agent?: string;
  readonly all?: true;
  readonly to?: string;
  readonly dryRun?: true;
}

/** `gatehouse rotate subscription`: one agent, or all. Throws `agent_unknown`, `subscription_unknown`. */
export async function runRotateSubscription(io: CliIo, options: RotateOptions): Promise<void> {
  const { agent, all, to, dryRun } = options;
  if ((agent === undefined) !== (all === true)) {
    throw new GatehouseError('wrong_usage', 'Give either --agent NAME or --all.', {
      remedy: 'See the help with: gatehouse rotate subscription --help',
    });
  }
  const result = await execute(io, options, {
    name: 'rotateSubscription',
    ...(agent === undefined ? {} : { agent }),
    ...(to === undefined ? {} : { to }),
    ...(dryRun === undefined ? {} : { dryRun }),
  });
  printResult(io, options, result);
}
