import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** The schemas that `@openclaw/gateway-protocol` ships; not importable by name, so read beside its entry. */
const FILE = join(
  dirname(createRequire(import.meta.url).resolve('@openclaw/gateway-protocol/version')),
  '..',
  'protocol.schema.json',
);

const EVENTS: Readonly<Record<string, string>> = {
  tick: 'TickEvent',
  shutdown: 'ShutdownEvent',
  agent: 'AgentEvent',
  chat: 'ChatEvent',
  'device.pair.requested': 'DevicePairRequestedEvent',
  'device.pair.resolved': 'DevicePairResolvedEvent',
};

const RESULTS: Readonly<Record<string, string>> = {
  'models.list': 'ModelsListResult',
  'channels.status': 'ChannelsStatusResult',
  'update.status': 'UpdateStatusResult',
  'device.scopes.waitUpgrade': 'ScopeUpgradeResult',
};

/** Judges frames by the schemas of the protocol package. Throws at a frame that they refuse. */
export class ProtocolJudge {
  readonly #definitions: Readonly<Record<string, object>>;
  readonly #schemas = new Map<string, z.ZodType>();
  /** How many times each schema was applied: a judge that was never asked proves nothing. */
  readonly applied = new Map<string, number>();

  constructor() {
    const { definitions } = JSON.parse(readFileSync(FILE, 'utf8')) as { definitions: Record<string, object> };
    this.#definitions = definitions;
  }

  hello(payload: unknown): void {
    this.check('HelloOk', payload);
  }

  event(frame: { readonly event: string; readonly payload?: unknown }): void {
    this.check('EventFrame', frame);
    const schema = EVENTS[frame.event];
    if (schema !== undefined) this.check(schema, frame.payload);
  }

  result(method: string, payload: unknown): void {
    const schema = RESULTS[method];
    if (schema !== undefined) this.check(schema, payload);
  }

  /** Any definition by its name. */
  check(name: string, value: unknown): void {
    const read = this.#schema(name).safeParse(value);
    if (!read.success) throw new Error(`not a ${name}: ${z.prettifyError(read.error)}`);
    this.applied.set(name, (this.applied.get(name) ?? 0) + 1);
  }

  #schema(name: string): z.ZodType {
    const known = this.#schemas.get(name);
    if (known !== undefined) return known;
    const definition = this.#definitions[name];
    if (definition === undefined) throw new Error(`the protocol has no ${name}`);
    const schema = z.fromJSONSchema({ ...definition, definitions: this.#definitions });
    this.#schemas.set(name, schema);
    return schema;
  }
}
