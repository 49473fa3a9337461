import type { GatewaySummary } from '../../contract/index.ts';
import { GatehouseError, sleep } from '../../core/platform/index.ts';
import type { CliIo, PlaceOptions } from '../io.ts';
import { printLine } from '../io.ts';
import { controlClient } from '../place.ts';
import { named } from './running.ts';

/** Options of `gatehouse gateway pair`. */
export interface PairOptions extends PlaceOptions {
  /** Seconds. */
  readonly timeout: number;
}

/** Soon enough for a person who has just typed the command elsewhere. */
const POLL_MS = 500;

/**
 * `gatehouse gateway pair`: shows the command that approves this computer, and waits until somebody has run it. Throws
 * `gateway_refused` when approval would not help, `gateway_not_approved` when the time is over.
 */
export async function runGatewayPair(io: CliIo, name: string | undefined, options: PairOptions): Promise<void> {
  const endsAtMs = io.clock.monotonicMs() + options.timeout * 1_000;
  let shown: string | undefined;
  for (;;) {
    const gateway = named((await controlClient(io, options).status(io.signal)).gateways, name);
    if (gateway.state === 'ready' || gateway.state === 'limited') {
      const what = shown === undefined ? 'knows this computer already' : 'approved this computer';
      printLine(io, `${gateway.name} ${what}. ${gateway.sentence}`);
      return;
    }
    if (gateway.state === 'refused') throw refused(gateway);
    const command = gateway.approval?.command;
    if (command !== undefined && command !== shown) {
      printLine(
        io,
        `${shown === undefined ? '' : 'The request is a new one. '}On the computer of ${gateway.name}, run:`,
      );
      printLine(io, `  ${command}`);
      shown = command;
    }
    if (io.clock.monotonicMs() >= endsAtMs) throw tooLate(gateway, options.timeout);
    await sleep(io.clock, POLL_MS, io.signal);
  }
}

function refused({ name, sentence }: GatewaySummary): GatehouseError {
  return new GatehouseError('gateway_refused', sentence, {
    remedy: `Approval does not help here. Correct what ${name} refused, then: gatehouse gateway reconnect ${name}`,
  });
}

function tooLate({ name, sentence, approval }: GatewaySummary, seconds: number): GatehouseError {
  const remedy =
    approval === null
      ? 'See what is wrong with: gatehouse gateway list'
      : `Run ${approval.command} there; Gatehouse then connects by itself.`;
  return new GatehouseError('gateway_not_approved', `${name} has not approved within ${seconds} s. ${sentence}`, {
    remedy,
  });
}
