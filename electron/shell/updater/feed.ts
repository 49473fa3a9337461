import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Where new versions are, as the build left it beside the archive. */
export interface UpdateFeed {
  readonly file: string;
  /** Where a person finds every version; null: the feed is no GitHub repository. */
  readonly page: string | null;
}

/** Null where the build was not told where its releases are. https://www.electron.build/publish */
export function readFeed(resourcesFolder: string): UpdateFeed | null {
  const file = path.join(resourcesFolder, 'app-update.yml');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const [owner, repo] = [field(text, 'owner'), field(text, 'repo')];
  const isGitHub = field(text, 'provider') === 'github' && owner !== undefined && repo !== undefined;
  return { file, page: isGitHub ? `https://github.com/${owner}/${repo}/releases` : null };
}

/** A plain value of the file's first level; the names of GitHub need no quotes. */
function field(text: string, name: string): string | undefined {
  return new RegExp(`^${name}: ['"]?([\\w.-]{1,100})['"]?\\s*$`, 'm').exec(text)?.[1];
}
