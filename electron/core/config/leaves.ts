import { z } from 'zod';
import { SettingsSchema } from './schema.ts';

/** One setting of the schema. */
export interface LeafSetting {
  /** Dotted path, e.g. `proxy.port`. */
  readonly key: string;
  readonly schema: z.ZodType;
  /** Kind of the value behind default and null: decides how a text from the environment is read. */
  readonly kind: 'text' | 'number' | 'flag' | 'list' | 'json';
  readonly nullable: boolean;
  readonly description: string;
  /** The schema behind default, null and transformation. */
  readonly core: z.ZodType;
  /** What the schema's parts say about themselves, the outer ones first to be believed. */
  readonly meta: SettingMeta;
}

/** What a leaf of the schema says beside its description. */
export interface SettingMeta {
  /** A change counts at once; otherwise from the next start. */
  readonly live?: boolean;
  /** The view whose commands change it. */
  readonly managedIn?: 'gateways';
  /** Kind of a text. */
  readonly text?: 'hours' | 'address' | 'hash' | 'fingerprint' | 'url';
  /** Of a url, without colon. */
  readonly schemes?: readonly string[];
  readonly unit?: string;
  /** Of a number that 0 turns off: the least and the greatest beside 0. */
  readonly offOr?: { readonly min: number; readonly max: number };
}

/** All settings of the schema by their dotted path, in the schema's order. */
export function leafSettings(): ReadonlyMap<string, LeafSetting> {
  return new Map(walk(SettingsSchema, '').map(leaf => [leaf.key, leaf]));
}

function walk(schema: z.ZodObject, prefix: string): LeafSetting[] {
  return Object.entries(schema.shape).flatMap(([name, child]) => {
    const key = prefix === '' ? name : `${prefix}.${name}`;
    const inner = unwrap(child as z.ZodType);
    if (inner.core instanceof z.ZodObject) return walk(inner.core, key);
    return [
      {
        key,
        schema: child as z.ZodType,
        kind: kindOf(inner.core),
        nullable: inner.nullable,
        description: (child as z.ZodType).description ?? '',
        core: inner.core,
        meta: inner.meta,
      },
    ];
  });
}

function unwrap(schema: z.ZodType): { core: z.ZodType; nullable: boolean; meta: SettingMeta } {
  let core = schema;
  let nullable = false;
  let meta: SettingMeta = {};
  for (;;) {
    meta = { ...(core.meta() as SettingMeta | undefined), ...meta };
    if (core instanceof z.ZodNullable) nullable = true;
    if (core instanceof z.ZodDefault || core instanceof z.ZodPrefault || core instanceof z.ZodNullable)
      core = core.unwrap() as z.ZodType;
    else if (core instanceof z.ZodPipe) core = core.in as z.ZodType;
    else return { core, nullable, meta };
  }
}

function kindOf(schema: z.ZodType): LeafSetting['kind'] {
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'flag';
  if (schema instanceof z.ZodArray) return schema.element instanceof z.ZodObject ? 'json' : 'list';
  return 'text';
}

/** The value at a dotted path, undefined when any step is missing. */
export function valueAt(tree: unknown, key: string): unknown {
  let value = tree;
  for (const step of key.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** Puts `value` at a dotted path of `tree`, creating the objects on the way. Keys come from the schema, never from outside. */
export function putAt(tree: Record<string, unknown>, key: string, value: unknown): void {
  const steps = key.split('.');
  let node = tree;
  for (const step of steps.slice(0, -1)) {
    const next = node[step];
    const child = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
    node[step] = child;
    node = child;
  }
  node[steps.at(-1) ?? key] = value;
}

/** Takes the value at a dotted path out of `tree`, and the objects on the way that it leaves empty. */
export function removeAt(tree: Record<string, unknown>, key: string): void {
  const [step = key, ...rest] = key.split('.');
  const child = tree[step];
  if (rest.length > 0 && typeof child === 'object' && child !== null) {
    removeAt(child as Record<string, unknown>, rest.join('.'));
    if (Object.keys(child).length > 0) return;
  }
  delete tree[step];
}
