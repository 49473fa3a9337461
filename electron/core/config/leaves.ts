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
      },
    ];
  });
}

function unwrap(schema: z.ZodType): { core: z.ZodType; nullable: boolean } {
  let core = schema;
  let nullable = false;
  for (;;) {
    if (core instanceof z.ZodNullable) nullable = true;
    if (core instanceof z.ZodDefault || core instanceof z.ZodPrefault || core instanceof z.ZodNullable)
      core = core.unwrap() as z.ZodType;
    else if (core instanceof z.ZodPipe) core = core.in as z.ZodType;
    else return { core, nullable };
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
