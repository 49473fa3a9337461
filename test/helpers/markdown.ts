/** A link of a document: what it points at, and the line that it stands in (from 1). */
interface MarkdownLink {
  readonly target: string;
  readonly line: number;
}

/** The text with its code emptied, line by line: what stands between backticks is shown and not followed. */
function withoutCode(text: string): string[] {
  let isFenced = false;
  return text.split('\n').map(line => {
    const isFence = /^\s*(?:```|~~~)/.test(line);
    if (isFence) isFenced = !isFenced;
    return isFence || isFenced ? '' : line.replaceAll(/(`+)(?:(?!\1).)+\1/g, '``');
  });
}

/** Every link and picture of a Markdown document, those in HTML included. */
export function markdownLinks(text: string): MarkdownLink[] {
  return withoutCode(text).flatMap((line, index) =>
    [...line.matchAll(/\]\(\s*([^)\s]+)[^)]*\)|\b(?:href|src|srcset)="([^"\s]+)"/g)].map(([, link, attribute]) => ({
      target: link ?? attribute ?? '',
      line: index + 1,
    })),
  );
}

/** The anchors that GitHub gives to the headings of a Markdown document, in their order. */
export function markdownAnchors(text: string): string[] {
  const seen = new Map<string, number>();
  const bare = withoutCode(text);
  return text.split('\n').flatMap((line, index) => {
    const [, heading] = bare[index] === '' ? [] : (/^#{1,6} (.+?)(?: #+)?$/.exec(line) ?? []);
    if (heading === undefined) return [];
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '').replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return [before === 0 ? slug : `${slug}-${before}`];
  });
}
