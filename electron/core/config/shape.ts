import { z } from 'zod';
import type { SettingShape } from '../../contract/index.ts';
import type { LeafSetting } from './leaves.ts';

/** What a control has to know of a setting; read off the schema, so that the two cannot differ. */
export function shapeOf({ core, meta }: LeafSetting): SettingShape {
  if (core instanceof z.ZodBoolean) return { kind: 'flag' };
  if (core instanceof z.ZodNumber) {
    const { min = core.minValue, max = core.maxValue } = meta.offOr ?? {};
    const unit = meta.unit ?? null;
    return { kind: 'number', min: min ?? 0, max: max ?? 0, unit, offAtZero: meta.offOr !== undefined };
  }
  if (core instanceof z.ZodEnum) return { kind: 'choice', options: core.options.map(String) };
  if (core instanceof z.ZodArray) return listShape(core);
  return textShape(meta);
}

function listShape({ element }: z.ZodArray): SettingShape {
  if (element instanceof z.ZodObject) return { kind: 'records' };
  if (element instanceof z.ZodEnum) return { kind: 'list', of: 'choice', options: element.options.map(String) };
  const isUrl = (element as z.ZodType).meta()?.['text'] === 'url';
  return { kind: 'list', of: isUrl ? 'url' : 'text', options: null };
}

function textShape({ text, schemes = [] }: LeafSetting['meta']): SettingShape {
  if (text === undefined) return { kind: 'text' };
  return text === 'url' ? { kind: text, schemes: [...schemes] } : { kind: text };
}
