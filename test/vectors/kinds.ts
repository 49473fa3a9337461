import { readdir } from 'node:fs/promises';
import type { VectorKind } from './kind.ts';

/** Every kind of case: a file in `kinds/` is all it takes to add one. It may export one kind or several. */
export async function loadKinds(): Promise<readonly VectorKind[]> {
  const folder = new URL('./kinds/', import.meta.url);
  const files = (await readdir(folder)).filter(file => file.endsWith('.ts')).sort();
  const kinds: VectorKind[] = [];
  for (const file of files) {
    const module = (await import(new URL(file, folder).href)) as Readonly<Record<string, unknown>>;
    kinds.push(...Object.values(module).flat().filter(isKind));
  }
  return kinds;
}

function isKind(value: unknown): value is VectorKind {
  return typeof value === 'object' && value !== null && 'matches' in value && 'run' in value;
}
