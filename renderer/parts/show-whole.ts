import type { PointerEvent } from 'react';

/**
 * Shows the whole of a text that is cut while the pointer rests on it, in the words that stand there: no second text
 * has to be kept that could be in another language. Screen readers read the whole of it anyway.
 */
export function showWhole({ currentTarget }: PointerEvent<HTMLElement>): void {
  const parts = [currentTarget, ...currentTarget.querySelectorAll<HTMLElement>('.cut')];
  const isCut = parts.some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
  if (isCut) currentTarget.title = currentTarget.innerText;
  else currentTarget.removeAttribute('title');
}
