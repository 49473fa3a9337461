import { join } from 'node:path';
import type {
  CommandResult,
  DomainEvent,
  EmitEvent,
  FileCommand,
  GatewayStatus,
  Query,
  QueryName,
  QueryResult,
  SettingsCommand,
  StatusSnapshot,
} from '../../../contract/index.ts';
import type { SettingsDesk } from '../../config/index.ts';
import type { Clock, Logger, SecretScrubber, SecretStore, Timer } from '../../platform/index.ts';
import type { ReceiptJournal } from '../../proof/index.ts';
import type { ActivityBook } from '../../status/index.ts';
import type { StorageWatch } from '../../storage/index.ts';
import type { Gateways } from '../gateways.ts';
import { activityDetail, activityPage } from './activity.ts';
import { activityExport } from './activity-export.ts';
import { Diagnostics, type NetworkPlaces, saveBundle } from './diagnostics/index.ts';
import { checkGatewayAddress } from './gateway-address.ts';
import { Histories } from './histories.ts';
import { HistoryFile } from './history-file.ts';
import { type LicencePlaces, readLicences } from './licences.ts';
import { receiptDetail, receiptsPage } from './receipts.ts';
import { saveText } from './save-text.ts';
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
  /** Which gateways there are, on the network in use. */
  readonly gateways: () => Pick<Gateways, 'profile' | 'checkAddress'>;
  /** Of the network in use, which may be another one at the next question. */
  readonly places: () => NetworkPlaces;
  readonly scrubber: SecretScrubber;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: EmitEvent;
  readonly version: string;
  readonly host: StatusSnapshot['app']['host'];
  readonly home: string;
  readonly userFolder: string;
  readonly licences: LicencePlaces;
  /** Is told of what could not be written. */
  readonly storage: Pick<StorageWatch, 'failed' | 'status'>;
}

/** What a crash may lose of the histories. */
const KEEP_EVERY_MS = 300_000;

/** What changes something through here. */
type Change = Exclude<SettingsCommand, { name: 'releaseQuarantine' }> | FileCommand;

/** Answers what is asked beyond the snapshot, which changes nothing, and changes settings. */
export class Queries {
  readonly #options: QueriesOptions;
  readonly #histories: Histories;
  readonly #file: HistoryFile;
  #keeping: Timer | undefined;
  readonly #diagnostics: Diagnostics;
  readonly #logFile: string;

  constructor(options: QueriesOptions) {
    const { gateway, clock, scrubber, home, logger, storage } = options;
    this.#options = options;
    this.#histories = new Histories({ gateway, clock, scrubber });
    const path = join(home, 'logs', 'history.json');
    const onFailure = (error: unknown): void => storage.failed(error, { path, way: 'replace' });
    this.#file = new HistoryFile({ path, clock, logger, onFailure });
    this.#logFile = join(home, 'logs', 'gatehouse.log');
    this.#diagnostics = new Diagnostics({ ...options, logFile: this.#logFile });
  }

  /** Goes on with the histories of an earlier run. Throws only the signal's reason. */
  async start(signal: AbortSignal): Promise<void> {
    const kept = await this.#file.load(signal);
    if (kept !== undefined) this.#histories.restore(kept);
    this.#histories.start();
    this.#keepAgain();
  }

  /** Never throws. */
  async stop(): Promise<void> {
    if (this.#keeping === undefined) return;
    this.#keeping.cancel();
    this.#keeping = undefined;
    this.#histories.stop();
    await this.#file.write(this.#histories.page());
  }

  /** The computer goes to sleep, and may not come back. */
  sleep(): void {
    this.#histories.sleep();
    this.keep();
  }

  /** See {@link Histories.wake}. */
  wake(since?: number): void {
    this.#histories.wake(since);
  }

  /** Writes the histories now. Never throws. */
  keep(): void {
    if (this.#keeping !== undefined) void this.#file.write(this.#histories.page());
  }

  #keepAgain(): void {
    this.#keeping = this.#options.clock.schedule(KEEP_EVERY_MS, () => {
      void this.#file.write(this.#histories.page());
      this.#keepAgain();
    });
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
      case 'activity.export':
        return activityExport(query, this.#options);
      case 'receipts.page':
        return receiptsPage(query, this.#options, signal);
      case 'receipts.detail':
        return receiptDetail(query.id, this.#options, signal);
      case 'gateway.profile':
        return this.#options.gateways().profile(query.profile);
      case 'gateway.check':
        return checkGatewayAddress(query, this.#options.gateways());
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
      case 'about.licences':
        return readLicences(this.#options.licences, signal);
    }
  }

  /** Changes settings, writes what is shown to a file, or says where a file is. Throws why it cannot. */
  async execute(command: Change, signal: AbortSignal): Promise<CommandResult> {
    if (command.name === 'showFile') {
      const file = command.which === 'log' ? this.#logFile : this.#options.desk.describe().file;
      return { changed: false, told: { code: 'file_place', name: file }, sentence: `It is at ${file}.`, file };
    }
    if (command.name === 'saveReceipt' || command.name === 'exportActivity') return this.#save(command, signal);
    if (command.name !== 'saveDiagnostics') return runSettingsCommand(command, this.#options);
    const folder = join(this.#options.home, 'diagnostics');
    const { clock } = this.#options;
    return saveBundle(await this.#diagnostics.bundle(signal), { folder, path: command.path, clock, signal });
  }

  async #save(command: FileCommand, signal: AbortSignal): Promise<CommandResult> {
    const { clock, home } = this.#options;
    const place = { folder: join(home, 'exports'), path: command.path, replace: command.replace, clock, signal };
    if (command.name === 'saveReceipt') {
      const { exportText, exportName } = await receiptDetail(command.id, this.#options, signal);
      const file = await saveText({ text: exportText, fileName: exportName }, place);
      return {
        changed: true,
        told: { code: 'saved', name: file },
        sentence: `The receipt was saved to ${file}.`,
        file,
      };
    }
    const exported = activityExport(command, this.#options);
    const file = await saveText(exported, place);
    const what = exported.count === 1 ? '1 entry was' : `${exported.count} entries were`;
    return { changed: true, told: { code: 'saved', name: file }, sentence: `${what} saved to ${file}.`, file };
  }
}
