import type { Query, QueryName, QueryResult } from '../../../contract/index.ts';
import type { SettingsDesk } from '../../config/index.ts';
import { GatehouseError } from '../../platform/index.ts';

/** The parts that queries are answered from. */
export interface QueryParts {
  readonly desk: SettingsDesk;
}

/** Answers what is asked beyond the snapshot. Changes nothing. */
export class Queries {
  readonly #parts: QueryParts;

  constructor(parts: QueryParts) {
    this.#parts = parts;
  }

  /** The answer to a validated query. Throws what its part throws, and the signal's reason. */
  async answer(query: Query, signal: AbortSignal): Promise<QueryResult<QueryName>> {
    signal.throwIfAborted();
    const { desk } = this.#parts;
    switch (query.name) {
      case 'settings.describe':
        return desk.describe();
      case 'settings.check':
        return desk.check(query.path, query.value);
      default:
        throw new GatehouseError('query_unknown', `${query.name} is not answered by this instance.`);
    }
  }
}
