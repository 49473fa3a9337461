const MAX_LENGTH = 4_000;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The notes of a release as plain text, cut: the feed of GitHub has them as HTML, other lists as they were written. */
export function plainNotes(notes: unknown): string | null {
  if (typeof notes !== 'string') return null;
  const text = notes
    .slice(0, 10 * MAX_LENGTH)
    .replaceAll(/<(?:br|\/p|\/li|\/h\d|\/ul|\/ol)[^<>]{0,200}>/gi, '\n')
    .replaceAll(/<li[^<>]{0,200}>/gi, '- ')
    .replaceAll(/<[^<>]{0,2000}>/g, '')
    .replaceAll(/&(?:#(\d{1,6})|(\w{2,6}));/g, (whole, code: string | undefined, name: string | undefined) =>
      code === undefined ? (ENTITIES[name ?? ''] ?? whole) : String.fromCodePoint(Math.min(Number(code), 0x10_ff_ff)),
    )
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return text === '' ? null : text.slice(0, MAX_LENGTH);
}
