import type { CommandResult, SetupCommand, SetupStatus, SetupStep, SetupStepName, Told } from '../../contract/index.ts';
import { GatehouseError } from '../platform/index.ts';
import { Checker } from './checker.ts';
import { describeStep } from './describe.ts';
import { networkNeeded, noLoginItem, notBegun } from './errors.ts';
import { Findings } from './findings.ts';
import { gatewayCheck } from './gateway-check.ts';
import { networkChecks } from './network-checks.ts';
import { PendingSwitch } from './pending-switch.ts';
import type { SetupPorts } from './ports.ts';
import { FRESH, resumed, type SetupState, stepAfter, stepBefore, withOutcome } from './state.ts';
import type { SetupStateFile } from './state-file.ts';
import { subscriptionChecks } from './subscription-checks.ts';

const WORDS: Readonly<Record<SetupStepName, string>> = {
  network: 'network',
  gateway: 'gateway',
  subscriptions: 'subscriptions and agents',
  'login-item': 'start at login',
};

/**
 * The first run: which step it is at, what was chosen, and the live checks of it, for the window and the command line
 * alike. What was chosen is on disk before anything follows from it, so that it goes on where it was left. It decides
 * nothing about gates: it uses their commands and reads their status.
 */
export class Setup {
  readonly #ports: SetupPorts;
  readonly #file: SetupStateFile;
  readonly #checker: Checker;
  readonly #findings: Findings;
  readonly #steps: readonly SetupStepName[];
  readonly #switch: PendingSwitch;
  #state: SetupState | undefined;
  /** Somebody asked for it in this run, although it was finished before. */
  #isAskedFor = false;
  #lifetime = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: SetupPorts, file: SetupStateFile) {
    this.#ports = ports;
    this.#file = file;
    this.#checker = new Checker({ clock: ports.clock, logger: ports.logger, onChange: () => this.#changed() });
    this.#findings = new Findings(ports, () => this.#changed());
    this.#switch = new PendingSwitch({
      switchNetwork: () => ports.switchNetwork(this.#lifetime.signal),
      onBegin: () => this.#changed(),
      onEnd: () => {
        this.#findings.look(this.#lifetime.signal);
        this.#changed();
      },
    });
    this.#steps = ['network', 'gateway', 'subscriptions', ...(ports.loginItem === null ? [] : ['login-item' as const])];
  }

  /** Finds out whether a first run is due. The other parts have started. Throws only the signal's reason. */
  async start(signal: AbortSignal): Promise<void> {
    if (this.#lifetime.signal.aborted) this.#lifetime = new AbortController();
    const kept = await this.#file.read();
    signal.throwIfAborted();
    if (kept !== undefined) this.#state = resumed(kept, this.#steps);
    else this.#state = this.#ports.isConfigured() ? undefined : FRESH;
    if (this.#state?.phase === 'under-way') this.#findings.look(this.#lifetime.signal);
  }

  /** May be called twice. */
  async stop(): Promise<void> {
    this.#lifetime.abort(new GatehouseError('cancelled', 'Gatehouse is stopping.'));
    await this.#checker.cancel();
    await this.#turn.catch(() => undefined);
  }

  /** Something happened in the application. */
  observe(): void {
    this.#checker.changed();
  }

  status(): SetupStatus {
    const state = this.#state ?? FRESH;
    const phase = this.#state === undefined ? 'none' : state.phase;
    return {
      needed: phase === 'under-way' && (state.finishedAt === null || this.#isAskedFor),
      phase,
      step: state.step,
      steps: this.#steps.map(name => this.#described(name, state)),
      choices: {
        network: state.network,
        own: state.network === 'own' ? this.#ports.ownNetwork() : null,
        gateway: state.gateway,
        gatewayName: state.gatewayName,
      },
      found: this.#findings.found,
      switching: this.#switch.sentence,
      loginItem: this.#findings.loginItem,
      finishedAt: state.finishedAt,
    };
  }

  /** One command after the other. Throws `setup_not_begun`, `setup_step_open`, and what a choice is wrong in. */
  execute(command: SetupCommand, signal: AbortSignal): Promise<CommandResult> {
    const done = this.#turn.then(() => this.#execute(command, AbortSignal.any([signal, this.#lifetime.signal])));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #execute(command: SetupCommand, signal: AbortSignal): Promise<CommandResult> {
    signal.throwIfAborted();
    switch (command.name) {
      case 'setupStart':
        return this.#begin(command.reset === true, signal);
      case 'setupChooseNetwork': {
        const write = this.#ports.prepareNetwork(command.network);
        const { kind } = command.network;
        await this.#checker.cancel();
        await this.#keep(withOutcome({ ...this.#underWay(), step: 'network', network: kind }, 'network', null), signal);
        write();
        this.#switch.ask();
        return this.#check('network', signal);
      }
      case 'setupChooseGateway': {
        await this.#checker.cancel();
        const state = this.#underWay();
        const used = await this.#ports.useGateway(command.gateway, state.addedGateway, signal);
        const { kind } = command.gateway;
        const gateway = kind === 'url' ? 'named' : kind;
        // What was tried before is removed for these.
        const isAlone = kind === 'found' || kind === 'sandbox';
        const addedGateway = used.isAdded ? used.name : isAlone ? null : state.addedGateway;
        const chosen = { ...state, step: 'gateway' as const, gateway, gatewayName: used.name, addedGateway };
        await this.#keep(withOutcome(chosen, 'gateway', null), signal);
        return this.#check('gateway', signal);
      }
      case 'setupCheck':
        return this.#check(command.step ?? this.#underWay().step, signal);
      case 'setupCancel': {
        const changed = await this.#checker.cancel();
        return {
          changed,
          told: { code: changed ? 'setup_check_ended' : 'setup_no_check' },
          sentence: changed ? 'The check was ended. What was chosen stays.' : 'No check is under way.',
        };
      }
      case 'setupNext':
        return this.#next(command.anyway === true, signal);
      case 'setupBack': {
        const state = this.#underWay();
        const before = stepBefore(this.#steps, state.step);
        if (before === undefined) {
          return { changed: false, told: { code: 'setup_first_step' }, sentence: 'This is the first step.' };
        }
        return this.#goTo(before, signal);
      }
      case 'setupSkip': {
        const state = this.#underWay();
        if (state.step === 'network') {
          throw networkNeeded();
        }
        await this.#checker.cancel();
        await this.#keep(withOutcome(this.#underWay(), state.step, 'skipped'), signal);
        return this.#leave(signal);
      }
      case 'setupLater':
        await this.#checker.cancel();
        await this.#keep({ ...this.#underWay(), phase: 'later' }, signal);
        return {
          changed: true,
          told: { code: 'setup_later' },
          sentence: 'The set-up goes on at the next start, or with: gatehouse setup',
        };
      case 'setupFinish':
        return this.#finish(signal);
      case 'setupLoginItem':
        return this.#setLoginItem(command.isOn, signal);
    }
  }

  async #begin(isReset: boolean, signal: AbortSignal): Promise<CommandResult> {
    await this.#checker.cancel();
    const state = this.#state;
    const isOver = state === undefined || state.phase === 'finished';
    const { finishedAt } = state ?? FRESH;
    this.#isAskedFor = true;
    if (isReset || isOver) {
      for (const step of this.#steps) this.#checker.forget(step);
      const kept = isReset || state === undefined ? FRESH : state;
      await this.#keep({ ...kept, phase: 'under-way', step: 'network', done: {}, finishedAt }, signal);
    } else {
      await this.#keep({ ...state, phase: 'under-way' }, signal);
    }
    this.#findings.look(this.#lifetime.signal);
    const { step } = this.#underWay();
    if (isReset || isOver) return { changed: true, told: { code: 'setup_begins' }, sentence: 'The set-up begins.' };
    return goesOn(step);
  }

  async #check(step: SetupStepName, signal: AbortSignal): Promise<CommandResult> {
    await this.#checker.cancel();
    const state = this.#underWay();
    const checks = this.#planned(step, state);
    if (checks === undefined) return this.#lookAtLoginItem();
    if (checks.length === 0) {
      const sentence = 'There is no subscription and no agent to check yet.';
      return { changed: false, told: { code: 'setup_nothing_to_check' }, sentence };
    }
    await this.#keep(withOutcome(state, step, null), signal);
    await this.#checker.begin({
      step,
      checks,
      endsAtFailure: step === 'network',
      done: async isWell => {
        if (isWell) await this.#keep(withOutcome(this.#underWay(), step, 'ok'), this.#lifetime.signal);
      },
    });
    return { changed: true, told: { code: 'setup_checking', name: step }, sentence: `Checking: ${WORDS[step]}.` };
  }

  /** Undefined: there is nothing to wait for. Throws `setup_step_open` when nothing was chosen. */
  #planned(step: SetupStepName, { network, gatewayName }: SetupState) {
    switch (step) {
      case 'network':
        if (network === null) throw notChosen('network');
        return networkChecks(network, this.#ports, this.#switch);
      case 'gateway':
        if (gatewayName === null) throw notChosen('gateway');
        return [gatewayCheck(this.#ports, gatewayName)];
      case 'subscriptions':
        return subscriptionChecks(this.#ports);
      case 'login-item':
        return undefined;
    }
  }

  async #next(isAnyway: boolean, signal: AbortSignal): Promise<CommandResult> {
    const state = this.#underWay();
    const { state: standing, sentence } = this.#described(state.step, state);
    const isDone = standing === 'ok' || standing === 'skipped';
    const hasChosen = state.step !== 'network' || state.network !== null;
    if (isDone || (isAnyway && hasChosen)) return this.#leave(signal);
    throw new GatehouseError('setup_step_open', sentence, {
      remedy: hasChosen ? 'Correct it and check again, or go on all the same.' : 'Choose one of the three.',
    });
  }

  async #leave(signal: AbortSignal): Promise<CommandResult> {
    const after = stepAfter(this.#steps, this.#underWay().step);
    return after === undefined ? this.#finish(signal) : this.#goTo(after, signal);
  }

  async #goTo(step: SetupStepName, signal: AbortSignal): Promise<CommandResult> {
    await this.#checker.cancel();
    await this.#keep({ ...this.#underWay(), step }, signal);
    this.#findings.look(this.#lifetime.signal);
    return goesOn(step);
  }

  async #finish(signal: AbortSignal): Promise<CommandResult> {
    await this.#checker.cancel();
    const state = this.#underWay();
    const { clock, emit } = this.#ports;
    const at = clock.now();
    this.#isAskedFor = false;
    await this.#keep({ ...state, phase: 'finished', addedGateway: null, finishedAt: at }, signal);
    const { network } = state;
    const gateway = state.done.gateway === 'skipped' ? null : state.gatewayName;
    emit({ type: 'setupFinished', at, network, gateway });
    return {
      changed: true,
      told: { code: 'setup_done' },
      sentence: 'Gatehouse is set up. Everything can be changed later in the settings.',
    };
  }

  async #setLoginItem(isOn: boolean, signal: AbortSignal): Promise<CommandResult> {
    const { loginItem } = this.#ports;
    if (loginItem === null) throw noLoginItem();
    await this.#checker.cancel();
    const state = this.#underWay();
    await loginItem.set(isOn);
    await this.#keep(withOutcome(state, 'login-item', 'ok'), signal);
    return this.#lookAtLoginItem();
  }

  async #lookAtLoginItem(): Promise<CommandResult> {
    const isOn = await this.#findings.lookAtLoginItem();
    const sentence = isOn ? 'Gatehouse starts when you log in.' : 'Gatehouse does not start by itself.';
    const told: Told = { code: isOn ? 'setup_starts_at_login' : 'setup_starts_by_hand' };
    this.#checker.put('login-item', { name: 'login-item', about: 'Start', state: 'ok', sentence, told, remedy: null });
    return { changed: true, told, sentence };
  }

  #underWay(): SetupState {
    if (this.#state?.phase === 'under-way') return this.#state;
    throw notBegun();
  }

  #described(name: SetupStepName, state: SetupState): SetupStep {
    const checks = this.#checker.rows(name);
    return describeStep(name, { state, found: this.#findings.found, checks, checking: this.#checker.checking(name) });
  }

  /** On disk first: what follows from a choice must not be ahead of it. */
  async #keep(state: SetupState, signal: AbortSignal): Promise<void> {
    await this.#file.write(state, signal);
    this.#state = state;
    this.#changed();
  }

  #changed(): void {
    this.#ports.emit({ type: 'statusChanged', at: this.#ports.clock.now() });
  }
}

function notChosen(step: SetupStepName): GatehouseError {
  return new GatehouseError('setup_step_open', `No ${WORDS[step]} was chosen yet.`, { remedy: 'Choose one.' });
}

function goesOn(step: SetupStepName): CommandResult {
  const told: Told = { code: 'setup_goes_on', name: step };
  return { changed: true, told, sentence: `The set-up goes on with: ${WORDS[step]}.` };
}
