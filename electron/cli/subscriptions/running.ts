import type { CommandResult, SubscriptionCommand, SubscriptionsStatus } from '../../contract/index.ts';
import { agentKey, SubscriptionGate } from '../../core/app/index.ts';
import { ControlClient, holdHome } from '../../core/control/index.ts';
import { GatehouseError, prepareHome, Redactor, SystemRandom } from '../../core/platform/index.ts';
import type { CliIo, PlaceOptions } from '../io.ts';
import { printLine } from '../io.ts';
import { homeOf, placeOf, secretsOf, settingsOf } from '../place.ts';

/** Options of the commands of the third gate. */
export interface GateOptions extends PlaceOptions {
  readonly json?: true;
}

/** Agents may have to be restarted, one lock after the other. */
const PATIENCE_MS = 900_000;

/** Nobody reads the log of a command. */
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {}

/** Runs a command in the running instance, or on the files when none runs. Throws what it throws. */
export function execute(io: CliIo, options: PlaceOptions, command: SubscriptionCommand): Promise<CommandResult> {
  return inInstance(io, options, {
    online: client => client.execute(command, io.signal),
    offline: gate => gate.execute(command, io.signal),
  });
}

/** The same, with how the third gate stands afterwards. */
export function executeAndLook(
  io: CliIo,
  options: PlaceOptions,
  command: SubscriptionCommand,
): Promise<{ readonly result: CommandResult; readonly status: SubscriptionsStatus }> {
  return inInstance(io, options, {
    online: async client => ({
      result: await client.execute(command, io.signal),
      status: (await client.status(io.signal)).subscriptions,
    }),
    offline: async gate => ({ result: await gate.execute(command, io.signal), status: gate.status() }),
  });
}

/** How the third gate stands, from the running instance or from the files. */
export function subscriptionsStatus(io: CliIo, options: PlaceOptions): Promise<SubscriptionsStatus> {
  return inInstance(io, options, {
    online: async client => (await client.status(io.signal)).subscriptions,
    offline: async gate => gate.status(),
  });
}

/** The key of an agent at the local endpoint, made anew when `isNew`. Throws `agent_unknown`, `pass_through_off`. */
export function keyOf(io: CliIo, options: PlaceOptions, agent: string, isNew: boolean): Promise<string> {
  return inInstance(io, options, {
    online: client => client.agentKey(agent, isNew, io.signal),
    offline: gate => agentKey(gate, agent, isNew, io.signal),
  });
}

/** The same of the running instance's client, for what files alone cannot do. */
export function patientClient(io: CliIo, options: PlaceOptions): ControlClient {
  return new ControlClient({ place: placeOf(io, options), clock: io.clock, timeoutMs: PATIENCE_MS });
}

/** Shows what a command came to. */
export function printResult(io: CliIo, { json }: GateOptions, result: CommandResult): void {
  const { sentence, outcomes = [], details = [] } = result;
  if (json) {
    printLine(io, JSON.stringify(result, null, 2));
    return;
  }
  printLine(io, sentence);
  const [only = { result: '' }] = outcomes;
  // A single one often says what the sentence says.
  const isSaid = sentence.includes(only.result) || only.result.includes(sentence);
  if (outcomes.length > 1 || !isSaid) {
    const width = Math.max(...outcomes.map(({ agent }) => agent.length));
    for (const { agent, result: how, subscription } of outcomes) {
      printLine(io, `  ${agent.padEnd(width)}  ${subscription ?? 'none'}  ${how}`);
    }
  }
  for (const line of details) printLine(io, `  ${line}`);
}

interface Ways<Result> {
  readonly online: (client: ControlClient) => Promise<Result>;
  readonly offline: (gate: SubscriptionGate) => Promise<Result>;
}

async function inInstance<Result>(io: CliIo, options: PlaceOptions, ways: Ways<Result>): Promise<Result> {
  try {
    return await ways.online(patientClient(io, options));
  } catch (error) {
    if (!(error instanceof GatehouseError) || error.code !== 'not_running') throw error;
  }
  const home = homeOf(io, options);
  await prepareHome(home);
  const { settings } = await settingsOf(io, options);
  const redactor = new Redactor();
  const { store: secrets } = await secretsOf(io, options, { redactor });
  return holdHome(placeOf(io, options), io, async () => {
    const gate = new SubscriptionGate({
      settings: settings.subscriptions,
      home,
      secrets,
      env: io.env,
      clock: io.clock,
      random: new SystemRandom(),
      logger: SILENT,
      scrubber: redactor,
      redact: value => redactor.add(value),
      emit: nothing,
    });
    try {
      await gate.open(io.signal);
      return await ways.offline(gate);
    } finally {
      await gate.stop();
    }
  });
}
