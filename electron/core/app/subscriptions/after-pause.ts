import type { Parts } from './parts.ts';

/** What was only written down while Gatehouse was paused: agents leave what refuses them now, or is past the threshold. */
export async function catchUpAfterPause(
  { vault, book, registry, rotator }: Pick<Parts, 'vault' | 'book' | 'registry' | 'rotator'>,
  signal: AbortSignal,
): Promise<void> {
  for (const { id } of vault.subscriptions()) {
    const reading = book.reading(id);
    if (reading !== undefined) await rotator.headroomChanged(id, reading, signal);
  }
  for (const agent of registry.names()) await rotator.beforeDispatch(agent, signal);
}
