import type { DomainEvent, EmitEvent } from '../../electron/contract/index.ts';

/**
 * Far above what any wait of these tests needs on a busy machine, and below the 10 s after which the gate looks once more
 * after any event: a change that was noticed by that look only was missed by what is tested.
 */
const LIMIT_MS = 8_000;

type EventType = DomainEvent['type'];
type EventOf<T extends EventType> = Extract<DomainEvent, { type: T }>;

/** Keeps the events in order and lets a test wait for the next one that it names. */
export class EventRecord {
  readonly events: DomainEvent[] = [];
  readonly emit: EmitEvent = event => {
    this.events.push(event);
    for (const look of this.#waiting) look();
  };
  readonly #waiting = new Set<() => void>();
  #position = 0;

  /**
   * The first event of this type after the one that was returned last, whether it has happened yet or not. Rejects with
   * what did happen when it does not come.
   */
  async next<T extends EventType>(type: T, matches: (event: EventOf<T>) => boolean = () => true): Promise<EventOf<T>> {
    const isIt = (event: DomainEvent): event is EventOf<T> => event.type === type && matches(event as EventOf<T>);
    const index = await this.#until(type, () => {
      const found = this.events.slice(this.#position).findIndex(isIt);
      return found === -1 ? undefined : this.#position + found;
    });
    this.#position = index + 1;
    return this.events[index] as EventOf<T>;
  }

  /** Resolves when `holds`, which is looked at now and after each event. `what` names it in the failure. */
  async until(what: string, holds: () => boolean): Promise<void> {
    await this.#until(what, () => (holds() ? true : undefined));
  }

  /** The events of this type so far. */
  all<T extends EventType>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  #until<T>(what: string, look: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        const told = this.events.filter(({ type }) => type !== 'statusChanged').map(event => JSON.stringify(event));
        reject(new Error(`${what}: not within ${LIMIT_MS / 1_000} s. Since the start:\n${told.join('\n')}`));
      }, LIMIT_MS);
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }
}
