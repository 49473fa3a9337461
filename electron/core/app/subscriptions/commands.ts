import type { AgentOutcomeRow, CommandResult, EmitEvent, SubscriptionCommand, Told } from '../../../contract/index.ts';
import type { Clock, SecretStore } from '../../platform/index.ts';
import { GatehouseError, shellWord } from '../../platform/index.ts';
import { type SwitchResult, testToken } from '../../subscriptions/index.ts';
import { checkAgents } from './agent-checks.ts';
import { entrySecretName } from './agent-entry.ts';
import { readEntry } from './agent-registry.ts';
import { explain } from './explain.ts';
import { checkKnown } from './known-agent.ts';
import type { Parts } from './parts.ts';

/** Options of {@link GateCommands}. */
export interface GateCommandsOptions {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly emit: EmitEvent;
}

/** What a command does to the third gate. No result carries a token. */
export class GateCommands {
  readonly #options: GateCommandsOptions;

  constructor(options: GateCommandsOptions) {
    this.#options = options;
  }

  /** Throws what the command's part throws. */
  async execute(parts: Parts, command: SubscriptionCommand, signal: AbortSignal): Promise<CommandResult> {
    switch (command.name) {
      case 'rotateSubscription':
        return this.#rotate(parts, command, signal);
      case 'addSubscription':
        return this.#add(parts, command, signal);
      case 'replaceSubscription':
        return this.#replace(parts, command, signal);
      case 'removeSubscription':
        return this.#remove(parts, command.subscription, signal);
      case 'renameSubscription': {
        const before = parts.vault.find(command.subscription).name;
        const { name } = await parts.vault.describe(command.subscription, { name: command.to }, signal);
        const told = { code: 'subscription_renamed', name: before, other: name } as const;
        return { changed: name !== before, told, sentence: `${before} is called ${name} now.` };
      }
      case 'testSubscription':
        return this.#test(parts, command.subscription, signal);
      case 'assignSubscription':
        return this.#assign(parts, command, signal);
      case 'refreshHeadroom':
        return this.#refresh(parts, command.subscription, signal);
      case 'addAgent':
        return this.#addAgent(parts, command, signal);
      case 'removeAgent':
        return this.#removeAgent(parts, command.agent, signal);
      case 'checkAgents':
        return this.#check(parts, command.agent, signal);
      case 'prepareAgent':
        this.known(parts, command.agent);
        return ofOne(await parts.rotator.beforeDispatch(command.agent, signal));
    }
  }

  /** Throws `agent_unknown` unless it is configured here. */
  known({ registry }: Parts, agent: string): void {
    checkKnown(registry, agent);
  }

  async #rotate(
    parts: Parts,
    { agent, to, dryRun }: Extract<SubscriptionCommand, { name: 'rotateSubscription' }>,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    if (agent !== undefined) this.known(parts, agent);
    if (dryRun === true) return explain(parts, { agent, to }, signal);
    if (agent !== undefined) return ofOne(await parts.rotator.byHand.rotate(agent, to, signal));
    const results = await parts.rotator.byHand.rotateAll(to, signal);
    const moved = results.filter(({ switched }) => switched).length;
    const sentence =
      results.length === 0 ? 'No agent has a subscription.' : `${moved} of ${count(results.length, 'agent')} moved.`;
    const told: Told =
      results.length === 0 ? { code: 'moved_nobody' } : { code: 'moved_all', count: moved, total: results.length };
    return { changed: moved > 0, told, sentence, outcomes: results.map(rowOf) };
  }

  async #add(
    parts: Parts,
    { subscription, test }: Extract<SubscriptionCommand, { name: 'addSubscription' }>,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    const { name, token, tier = null, note = null } = subscription;
    const said = test === false ? '' : await this.#tested(parts, token, signal);
    const added = await parts.keeper.add({ name, token, tier, note }, signal);
    const kind =
      added.kind === 'api_key' ? 'It is an API key, used only where subscriptions.apiKeyFallback allows it.' : said;
    return {
      changed: true,
      told: { code: 'subscription_added', name: added.name },
      sentence: `Added ${added.name} (${added.fingerprint}). ${kind}`.trim(),
    };
  }

  async #replace(
    parts: Parts,
    { subscription, token, test }: Extract<SubscriptionCommand, { name: 'replaceSubscription' }>,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    const { id, name } = parts.vault.find(subscription);
    if (test !== false) await this.#tested(parts, token, signal);
    const replaced = await parts.keeper.replace(id, token, signal);
    if (!replaced.changed)
      return {
        changed: false,
        told: { code: 'subscription_same_token', name },
        sentence: `${name} has this token already.`,
      };
    const told = replaced.outcomes.length === 0 ? '' : ` ${summary(replaced.outcomes, 'took the new token over')}`;
    return {
      changed: true,
      told: { code: 'subscription_replaced', name },
      sentence: `Replaced the token of ${name}.${told}`,
      outcomes: [...replaced.outcomes],
    };
  }

  async #remove({ keeper }: Parts, subscription: string, signal: AbortSignal): Promise<CommandResult> {
    const { subscription: removed, outcomes, stillLiveIn } = await keeper.remove(subscription, signal);
    const live =
      stillLiveIn.length === 0
        ? 'No agent has it any more.'
        : `Still live in ${stillLiveIn.join(', ')} until that is confirmed; it is tried again by itself.`;
    return {
      changed: true,
      told: { code: 'subscription_removed', name: removed.name },
      sentence: `Removed ${removed.name}. ${live}`,
      outcomes: [...outcomes],
    };
  }

  async #test({ vault, call }: Parts, subscription: string, signal: AbortSignal): Promise<CommandResult> {
    const { id, name } = vault.find(subscription);
    const token = await vault.token(id, signal);
    if (token === undefined) {
      throw new GatehouseError('subscription_token_missing', `The secret store has no token of “${name}”.`, {
        remedy: `Store it again: gatehouse sub replace ${shellWord(name)} < token.txt`,
      });
    }
    const now = (): number => this.#options.clock.now();
    const { status, sentence, told } = await testToken(token, signal, { call, now });
    return { changed: false, told, sentence, details: [`${name}: ${status}`], tokenStatus: status };
  }

  async #assign(
    parts: Parts,
    { agent, subscription }: Extract<SubscriptionCommand, { name: 'assignSubscription' }>,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    this.known(parts, agent);
    const { byHand } = parts.rotator;
    return ofOne(
      await (subscription === null ? byHand.clear(agent, signal) : byHand.assign(agent, subscription, signal)),
    );
  }

  async #refresh(
    { vault, book }: Parts,
    subscription: string | undefined,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    const asked = subscription === undefined ? vault.subscriptions() : [vault.find(subscription)];
    const results = await Promise.all(asked.map(async one => [one, await book.refresh(one.id, signal)] as const));
    const details = results.map(([{ name, kind }, result]) => {
      if (kind === 'api_key') return `${name}: an API key has no windows.`;
      if (result === undefined) return `${name}: its token cannot be read.`;
      return `${name}: ${result.problem?.sentence ?? (result.isNew ? 'measured.' : 'measured less than a minute ago.')}`;
    });
    const fresh = results.filter(([, result]) => result?.isNew === true && result.problem === undefined).length;
    return {
      changed: fresh > 0,
      told: { code: 'headroom_measured', count: fresh, total: asked.length },
      sentence: `Measured ${fresh} of ${count(asked.length, 'subscription')}.`,
      details,
    };
  }

  async #addAgent(
    { registry }: Parts,
    { agent: given, secret }: Extract<SubscriptionCommand, { name: 'addAgent' }>,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    const entry = readEntry(given);
    const name = entrySecretName(entry);
    if (registry.known(entry.name) === undefined && secret !== undefined && name !== null) {
      await this.#options.secrets.set(name, secret, signal);
    }
    const added = await registry.add(entry, signal);
    this.#options.emit({ type: 'agentAdded', at: this.#options.clock.now(), agent: added.name });
    const hint = `Give it a subscription with: gatehouse sub assign ${added.name} SUBSCRIPTION`;
    return { changed: true, told: { code: 'agent_added', name: added.name }, sentence: `Added ${added.name}. ${hint}` };
  }

  /** Its credential is taken away first; an agent that cannot be told keeps it, which is said. */
  async #removeAgent(parts: Parts, agent: string, signal: AbortSignal): Promise<CommandResult> {
    this.known(parts, agent);
    const cleared = await parts.rotator.byHand.clear(agent, signal);
    const isLive = cleared.switched && cleared.result.startsWith('failed');
    await parts.state.forget(agent, signal);
    // Before the agent itself: a key that outlived it would open the endpoint to the next agent of that name.
    await parts.keys.remove(agent, signal);
    await parts.registry.remove(agent, signal);
    this.#options.emit({ type: 'agentRemoved', at: this.#options.clock.now(), agent });
    const left = isLive ? ` It could not be told and still has its token (${cleared.result}).` : '';
    const told: Told = {
      code: isLive ? 'agent_removed_live' : 'agent_removed',
      name: agent,
      of: cleared.switched ? cleared.told : undefined,
    };
    return { changed: true, told, sentence: `Removed ${agent}.${left}` };
  }

  async #check(parts: Parts, agent: string | undefined, signal: AbortSignal): Promise<CommandResult> {
    if (agent !== undefined) this.known(parts, agent);
    const asked = await checkAgents(parts, agent, this.#options, signal);
    const up = asked.filter(known => known.agent.record.health?.state === 'up').length;
    return {
      changed: false,
      told: { code: 'agents_checked', count: up, total: asked.length },
      sentence: `${up} of ${count(asked.length, 'agent')} answered.`,
    };
  }

  /** What the provider says of a token before it is stored. Throws `subscription_token_refused`. */
  async #tested({ call }: Parts, token: string, signal: AbortSignal): Promise<string> {
    const trimmed = token.trim();
    // What it is wrong in by its shape, the vault says better.
    if (!trimmed.startsWith('sk-ant-oat01-')) return '';
    const { status, sentence } = await testToken(trimmed, signal, { call, now: () => this.#options.clock.now() });
    if (status !== 'invalid_token') return sentence;
    throw new GatehouseError('subscription_token_refused', sentence, {
      remedy: 'Nothing was stored. To store it all the same, add --no-test.',
    });
  }
}

function ofOne(result: SwitchResult): CommandResult {
  const row = rowOf(result);
  const isTold = !result.switched || !result.result.startsWith('failed');
  const sentence = isTold ? result.reason : `${result.reason} It does not know yet; it is told again by itself.`;
  const said = toldSwitch(result);
  const told: Told = isTold ? said : { code: 'moved_untold', of: said };
  return { changed: result.switched, told, sentence, outcomes: [row] };
}

/** What became of an agent, by code. */
function toldSwitch(result: SwitchResult): Told {
  const name = result.agent;
  if (!result.switched) {
    const { why, subscription, earliestResetMs: until } = result;
    return {
      code: `stay_${why}`,
      name,
      ...(subscription === null ? {} : { other: subscription }),
      ...(until === null ? {} : { until }),
    };
  }
  const { from, to } = result;
  if (to === null) return { code: 'moved_away', name };
  return from === null ? { code: 'moved_to', name, other: to } : { code: 'moved', name, names: [from], other: to };
}

function rowOf(result: SwitchResult): AgentOutcomeRow {
  return result.switched
    ? { agent: result.agent, result: result.result, subscription: result.to }
    : { agent: result.agent, result: `${result.why}: ${result.reason}`, subscription: result.subscription };
}

function summary(outcomes: readonly AgentOutcomeRow[], what: string): string {
  const done = outcomes.filter(({ result }) => result === 'hot_reloaded' || result === 'success').length;
  return `${done} of ${count(outcomes.length, 'agent')} ${what}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
