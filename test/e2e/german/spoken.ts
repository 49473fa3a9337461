import type { Page } from 'playwright-core';
import { de } from '../../../renderer/text/de.ts';
import { en } from '../../../renderer/text/en.ts';
import { englishOnly, englishWord } from '../../helpers/english.ts';

/** One text of a page, as people read it or have it read out. */
export interface Spoken {
  /** `text`, or the attribute that it is in. */
  readonly kind: string;
  readonly text: string;
  /** Where it is: the nearest elements. */
  readonly place: string;
  /** What the page says of its language; null: the page's own. */
  readonly language: 'en' | null;
}

/** Left out: names, ids, commands and files in their own type, and what another program said word for word. */
const NOT_SPOKEN = 'script, style, code, kbd, pre, .mono, [data-quoted]';
const NAMES = [
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'aria-roledescription',
  'title',
  'placeholder',
  'alt',
];

/** Runs in the page, where the tests know no types of the DOM. */
const COLLECT = `(() => {
  const found = [{ kind: 'title', text: document.title, place: 'html', language: null }];
  const step = e => e.localName + (e.id ? '#' + e.id : '') + [...e.classList].slice(0, 2).map(c => '.' + c).join('');
  const place = e => [e.parentElement?.parentElement, e.parentElement, e].filter(Boolean).map(step).join(' > ');
  const add = (kind, text, e) => {
    const said = text.trim().replace(/\\s+/g, ' ');
    if (said === '' || e.closest(${JSON.stringify(NOT_SPOKEN)}) !== null || !e.checkVisibility()) return;
    const marked = e.closest('[lang]')?.lang;
    found.push({ kind, text: said, place: place(e), language: marked === 'en' ? 'en' : null });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) add('text', walker.currentNode.data, walker.currentNode.parentElement);
  for (const name of ${JSON.stringify(NAMES)})
    for (const e of document.body.querySelectorAll('[' + name + ']')) add(name, e.getAttribute(name), e);
  return found;
})()`;

/** All that the page shows and names at this moment. */
export async function spokenOn(page: Page): Promise<readonly Spoken[]> {
  return page.evaluate<readonly Spoken[]>(COLLECT);
}

const ENGLISH_TEXTS = englishOnly(en, de);

/**
 * What is English in a text of the German page, as one line to read; undefined when nothing is. `cores`: the sentences
 * that the core sent, which are English.
 */
export function problemOf({ kind, text, place, language }: Spoken, cores: ReadonlySet<string>): string | undefined {
  const why =
    language === 'en'
      ? 'marked as English'
      : ENGLISH_TEXTS.has(text)
        ? 'a text of the English page'
        : cores.has(text)
          ? 'a sentence of the core'
          : englishWord(text) === undefined
            ? undefined
            : `has “${englishWord(text)}”`;
  return why === undefined ? undefined : `${kind} “${text}” (${why}) at ${place}`;
}

const SAID_BY_CORE = new Set([
  'headline',
  'sentence',
  'reason',
  'text',
  'cause',
  'lastError',
  'problem',
  'remedy',
  'warning',
]);

/** The sentences and words of people's language in what the core sent: what stands under the keys that hold some. */
export function coreSentences(sent: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (typeof sent !== 'object' || sent === null) return found;
  for (const [key, value] of Object.entries(sent)) {
    // A code is one word in lower case; a sentence has a space, or ends like one.
    if (typeof value === 'string' && SAID_BY_CORE.has(key) && /\s|\.$/.test(value)) found.add(value.trim());
    else coreSentences(value, found);
  }
  return found;
}
