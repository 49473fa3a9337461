import type { Clock } from '../platform/index.ts';
import { GatewayHealth, type SnapshotPart } from './health/index.ts';
import type { Hello } from './hello.ts';
import type { GatewayFrameEvent } from './inbox.ts';
import type { Link } from './link.ts';
import { Liveness, type LivenessOptions } from './liveness.ts';
import { ProviderFailures, type ProviderFailuresOptions } from './providers/index.ts';
import type { RequestOptions } from './requests.ts';
import { Restarts } from './restarts.ts';
import { RoundTrip } from './round-trip.ts';

/** Options of {@link Attendants}. */
export interface AttendantsOptions {
  readonly profile: string;
  readonly clock: Clock;
  readonly request: (method: string, params: unknown, options: RequestOptions) => Promise<unknown>;
  /** What is known of the gateway changed. */
  readonly onChanged: () => void;
  readonly onSnapshot: (part: SnapshotPart) => void;
  readonly onProviderFailed: ProviderFailuresOptions['onFailed'];
  readonly onDead: LivenessOptions['onDead'];
}

/** Everything that runs beside an authorized connection and ends with it: signs of life, and the gateway's picture. */
export class Attendants {
  readonly #options: AttendantsOptions;
  readonly #roundTrip: RoundTrip;
  readonly health: GatewayHealth;
  readonly restarts: Restarts;
  readonly #failures: ProviderFailures;
  #liveness: Liveness | undefined;

  constructor(options: AttendantsOptions) {
    const { clock, profile, onChanged, onSnapshot } = options;
    const request: AttendantsOptions['request'] = async (method, params, how) => {
      const payload = await options.request(method, params, how);
      if (how.signal?.aborted !== true) onSnapshot({ method, payload });
      return payload;
    };
    this.#options = options;
    this.health = new GatewayHealth({ profile, clock, request, onChanged });
    this.restarts = new Restarts({ clock, request: options.request, onChanged });
    this.#failures = new ProviderFailures({
      profile,
      clock,
      request: options.request,
      onFailed: options.onProviderFailed,
    });
    this.#roundTrip = new RoundTrip({
      clock,
      request,
      onMeasured: health => {
        if (health !== undefined) this.health.told('system', health);
        onChanged();
      },
      onMissed: onChanged,
    });
  }

  /** Milliseconds; null before the first measurement of a connection. */
  get roundTripMs(): number | null {
    return this.#roundTrip.lastMs;
  }

  /** Questions in a row that the gateway left unanswered. */
  get unanswered(): number {
    return this.#roundTrip.unanswered;
  }

  /** Hello came: watches for signs of life. */
  watch(link: Link): void {
    const { clock, onDead } = this.#options;
    this.#liveness = new Liveness({ clock, ping: () => link.ping(), ask: () => this.#roundTrip.measure(), onDead });
    this.#liveness.start();
  }

  /** Everybody knows of the connection: asks the gateway how it is. */
  begin(hello: Hello, signal: AbortSignal): void {
    this.#roundTrip.start(signal);
    this.health.start(hello, signal);
    this.#failures.start(hello, signal);
  }

  /** The connection is over; what was begun ends with its signal. */
  end(): void {
    this.#liveness?.stop();
    this.#liveness = undefined;
  }

  alive(isFrame: boolean): void {
    this.#liveness?.alive(isFrame);
  }

  probeSoon(): void {
    this.#liveness?.probeSoon();
  }

  take(event: GatewayFrameEvent): void {
    this.health.take(event);
    this.#failures.take(event);
  }

  /** Events were lost: asks for everything anew. */
  refresh(): void {
    this.#roundTrip.refresh();
    this.health.refresh();
  }
}
