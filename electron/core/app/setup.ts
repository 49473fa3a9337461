import { join } from 'node:path';
import type { Command, CommandResult, EmitEvent } from '../../contract/index.ts';
import type { VeilPlaces } from '../account/index.ts';
import { attemptFailure, toldStatus } from '../gateway/index.ts';
import { type Clock, GatehouseError, type Logger } from '../platform/index.ts';
import { SETUP_FILE_NAME, Setup, type SetupPorts, type SetupSnapshot, SetupStateFile } from '../setup/index.ts';
import type { ReopenedNetwork } from './parts-options.ts';
import type { RunningNetwork } from './running-network.ts';
import { askEndpoint } from './setup-ask.ts';
import { findForSetup } from './setup-find.ts';
import { chooseGateway } from './setup-gateway.ts';
import { SetupSettings, type SetupSettingsSource } from './setup-settings.ts';

/** What a host gives the first run. */
export interface SetupAccess {
  /** The settings as they were loaded, with the file to write to. */
  readonly loaded: SetupSettingsSource;
  /** Loads the settings anew and opens the network that they and the account lead to. Throws why it cannot. */
  reopen(signal: AbortSignal): Promise<ReopenedNetwork>;
  /** Ends the network that the host opened at the start. May be called twice. */
  stopFirst(): Promise<void>;
  /** Start with the person's session; undefined: this host cannot. */
  readonly loginItem?: NonNullable<SetupPorts['loginItem']>;
}

/** Options of {@link createSetup}. */
export interface CreateSetupOptions {
  /** Undefined: this host has no first run. */
  readonly access: SetupAccess | undefined;
  readonly running: RunningNetwork;
  readonly snapshot: () => SetupSnapshot;
  readonly execute: (command: Command, signal: AbortSignal) => Promise<CommandResult>;
  readonly emit: EmitEvent;
  readonly home: string;
  readonly veil: VeilPlaces;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The first run over the parts of the application. */
export function createSetup(options: CreateSetupOptions): Setup {
  const { access, running, snapshot, execute, emit, home, veil, clock, logger } = options;
  const settings = access === undefined ? undefined : new SetupSettings(access.loaded);
  const ports: SetupPorts = {
    snapshot,
    execute,
    isConfigured: () => settings === undefined || settings.areTelling || isInUse(snapshot()),
    ownNetwork: () => settings?.ownNetwork() ?? null,
    prepareNetwork: choice => {
      if (settings === undefined) throw noSetup();
      return settings.prepare(choice);
    },
    switchNetwork: async () => {
      if (access === undefined) throw noSetup();
      await running.change(signal => access.reopen(signal));
      const { sandbox, relayUrl } = running.opened.network;
      emit({ type: 'networkSwitched', at: clock.now(), to: sandbox === null ? new URL(relayUrl).host : 'the sandbox' });
    },
    useGateway: async (choice, former, signal) => {
      const parts = { gateways: running.parts.gateways, access: running.opened.gateway };
      return chooseGateway(choice, former, parts, signal);
    },
    ask: signal => askEndpoint(snapshot().proxy.endpoint ?? '', signal),
    testToken: async (subscription, signal) => {
      const { sentence, told, tokenStatus } = await execute({ name: 'testSubscription', subscription }, signal);
      return { isUsable: tokenStatus === 'ok' || tokenStatus === 'rate_limited', sentence, told };
    },
    find: signal => {
      const { agents, isTryOut } = snapshot().subscriptions;
      return findForSetup({ opened: running.opened, veil, agents: isTryOut ? [] : agents, clock }, signal);
    },
    loginItem: access?.loginItem ?? null,
    connectFailure: attemptFailure,
    gatewayTold: toldStatus,
    emit,
    clock,
    logger,
  };
  return new Setup(ports, new SetupStateFile({ path: join(home, SETUP_FILE_NAME), clock, logger }));
}

/** Somebody signed in here, or put a subscription or an agent in. */
function isInUse({ account, subscriptions }: SetupSnapshot): boolean {
  const { isTryOut, subscriptionsTotal, agentsTotal } = subscriptions;
  return account.accounts.length > 0 || (!isTryOut && subscriptionsTotal + agentsTotal > 0);
}

function noSetup(): GatehouseError {
  return new GatehouseError('setup_unsupported', 'This host was set up by the program that started it.', {
    remedy: 'Change its settings there.',
  });
}
