/** What of the repository's manifest goes into the package's own. */
export interface RepositoryManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/** What of `docs` is for people who have the package and not the repository. */
export const DOCUMENTS: readonly string[];
export function npmManifest(manifest: RepositoryManifest): Readonly<Record<string, unknown>>;
export function packNpm(root: string, folder: string): Promise<string>;
