import { type JsonObject, type JsonValue, toPlain } from '../core/json/index.ts';

/** Deeper parts of a schema are answered with null: schemas may refer to themselves through nesting. */
const MAX_DEPTH = 8;

/** Arguments that fit a JSON schema well enough for a try-out: each property with a plain value of its type. */
export function sampleArguments(schema: JsonValue): unknown {
  const sampled = schema instanceof Map ? sample(schema, 0) : undefined;
  return typeof sampled === 'object' && sampled !== null ? sampled : {};
}

function sample(schema: JsonObject, depth: number): unknown {
  if (depth > MAX_DEPTH) return null;
  if (schema.has('const')) return toPlain(schema.get('const') ?? null);
  const allowed = schema.get('enum');
  if (Array.isArray(allowed)) return toPlain(allowed[0] ?? null);
  const declared = schema.get('type');
  const type = Array.isArray(declared) ? declared[0] : declared;
  switch (type) {
    case 'string':
      return 'sandbox';
    case 'integer':
    case 'number':
      return toPlain(schema.get('minimum') ?? null) ?? 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'null':
      return null;
    default:
      return sampleObject(schema, depth);
  }
}

function sampleObject(schema: JsonObject, depth: number): Readonly<Record<string, unknown>> {
  const properties = schema.get('properties');
  if (!(properties instanceof Map)) return {};
  const members = [...properties].map(([name, property]): [string, unknown] => [
    name,
    property instanceof Map ? sample(property, depth + 1) : null,
  ]);
  return Object.fromEntries(members);
}
