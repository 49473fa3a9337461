/** Words that English sentences are made of and German ones are not. Those that both have (was, so, in, will) are left out. */
const FUNCTION_WORDS = [
  'the and with without your you yours yourself not is are were been being of this that these those cannot',
  'could should would until from for has have does did done which when what who whose why where how',
  'it its to be or by on at if no than then there their they them because while after before again only other',
  'another every each nothing nobody none yet still here now too as but more most can may might must',
].flatMap(line => line.split(' '));

/** Names in the test data that are made of such words. */
const NAMES = ['the number of the shop downstairs', 'Gatehouse on desk'];

const WORD = new RegExp(String.raw`(?<![\p{L}\p{N}_.:/@-])(?:${FUNCTION_WORDS.join('|')})(?![\p{L}\p{N}_:/@-])`, 'iu');

/** What German has in common with English, as it is spelled in German sentences. */
const COMMON = /(?<!\p{L})(?:war|Not|Tee)(?!\p{L})/gu;

/** The first English function word in a text that people read; undefined when it has none. */
export function englishWord(text: string): string | undefined {
  const bare = NAMES.reduce((rest, name) => rest.replaceAll(name, ''), text).replace(COMMON, '');
  return WORD.exec(bare)?.[0];
}

/** All texts in an object of messages, by their path; functions are left out, because nobody knows with what they are called. */
export function textsIn(messages: unknown, path = ''): [path: string, text: string][] {
  if (typeof messages === 'string') return [[path, messages]];
  if (typeof messages !== 'object' || messages === null) return [];
  return Object.entries(messages).flatMap(([key, value]) => textsIn(value, path === '' ? key : `${path}.${key}`));
}

/** English texts that say in German something else, and that are no German text anywhere. */
export function englishOnly(english: unknown, german: unknown): ReadonlySet<string> {
  const own = new Map(textsIn(german));
  const spoken = new Set(own.values());
  return new Set(
    textsIn(english)
      .filter(([path, text]) => own.get(path) !== text && !spoken.has(text))
      .map(([, text]) => text),
  );
}
