import { join } from 'node:path';
import type {
  CommandResult,
  DomainEvent,
  EmitEvent,
  GatewayStatus,
  Query,
  QueryName,
  QueryResult,
  SettingsCommand,
  StatusSnapshot,
} from '../../../contract/index.ts';
import type { SettingsDesk } from '../../config/index.ts';
import type { Clock, SecretScrubber, SecretStore } from '../../platform/index.ts';
import type { ReceiptJournal } from '../../proof/index.ts';
import type { ActivityBook } from '../../status/index.ts';
import { activityDetail, activityPage } from './activity.ts';
import { Diagnostics, type NetworkPlaces, saveBundle } from './diagnostics/index.ts';
import { Histories } from './histories.ts';
import { receiptDetail, receiptsPage } from './receipts.ts';
import { runSettingsCommand } from './settings-commands.ts';
import { subscriptionHistory } from './subscription-history.ts';

/** The parts that queries are answered from. */
export interface QueriesOptions {
  readonly desk: SettingsDesk;
  readonly secrets: SecretStore;
  readonly book: ActivityBook;
  readonly journal: ReceiptJournal;
  readonly snapshot: () => StatusSnapshot;
  /** The gateway in use; null when there is none. */
  readonly gateway: () => GatewayStatus | null;
  /** Of the network in use, which may be another one at the next question. */
  readonly places: () => NetworkPlaces;
  readonly scrubber: SecretScrubber;
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly version: string;
  readonly host: StatusSnapshot['app']['host'];
  readonly home: string;
  readonly userFolder: string;
}

/** What changes something through here. */
type Change = Exclude<SettingsCommand, { name: 'releaseQuarantine' }>;

/** Answers what is asked beyond the snapshot, which changes nothing, and changes settings. */
export class Queries {
  readonly #options: QueriesOptions;
  readonly #histories: Histories;
  readonly #diagnostics: Diagnostics;
  readonly #logFile: string;

  constructor(options: QueriesOptions) {
    const { gateway, clock, home } = options;
    this.#options = options;
    this.#histories = new Histories({ gateway, clock });
    this.#logFile = join(home, 'logs', 'gatehouse.log');
    this.#diagnostics = new Diagnostics({ ...options, logFile: this.#logFile });
  }

  start(): void {
    this.#histories.start();
  }

  stop(): void {
    this.#histories.stop();
  }

  /** Takes an event for the histories. Never throws, never blocks. */
  take(event: DomainEvent): void {
    this.#histories.take(event);
  }

  /** The answer to a validated query. Throws what its part throws, and the signal's reason. */
  async answer(query: Query, signal: AbortSignal): Promise<QueryResult<QueryName>> {
    signal.throwIfAborted();
    const { desk, book, snapshot } = this.#options;
    switch (query.name) {
      case 'settings.describe':
        return desk.describe();
      case 'settings.check':
        return desk.check(query.path, query.value);
      case 'activity.page':
        return activityPage(query, this.#options);
      case 'activity.detail':
        return activityDetail(query.id, this.#options, signal);
      case 'receipts.page':
        return receiptsPage(query, this.#options, signal);
      case 'receipts.detail':
        return receiptDetail(query.id, this.#options, signal);
      case 'history.gateway':
        return this.#histories.gateway();
      case 'history.tee':
        return this.#histories.tee();
      case 'history.subscription':
        return subscriptionHistory(query.subscription, snapshot().subscriptions, book);
      case 'diagnostics.checks':
        return this.#diagnostics.report(signal, query.only);
      case 'diagnostics.bundle':
        return this.#diagnostics.bundle(signal);
    }
  }

  /** Changes settings, writes the diagnostics to a file, or says where a file is. Throws why it cannot. */
  async execute(command: Change, signal: AbortSignal): Promise<CommandResult> {
    if (command.name === 'showFile') {
      const file = command.which === 'log' ? this.#logFile : this.#options.desk.describe().file;
      return { changed: false, told: { code: 'file_place', name: file }, sentence: `It is at ${file}.`, file };
    }
    if (command.name !== 'saveDiagnostics') return runSettingsCommand(command, this.#options);
    const folder = join(this.#options.home, 'diagnostics');
    const { clock } = this.#options;
    return saveBundle(await this.#diagnostics.bundle(signal), { folder, path: command.path, clock, signal });
  }
}
