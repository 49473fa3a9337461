/** Put in by the bundler; see build/vite/shared.ts. */
declare const GATEHOUSE_BUILD: string | null;

/** `version` with the commit that this program was built from, as SemVer's build metadata; without where none is known. */
export function withBuild(version: string): string {
  return typeof GATEHOUSE_BUILD === 'string' ? `${version}+${GATEHOUSE_BUILD}` : version;
}
