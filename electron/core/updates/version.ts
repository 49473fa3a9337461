interface Version {
  readonly core: readonly [number, number, number];
  readonly prerelease: readonly string[];
}

/** https://semver.org/#is-there-a-suggested-regular-expression-regex-to-check-a-semver-string, lengths bounded. */
const PATTERN =
  /^v?(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([\dA-Za-z.-]{1,100}))?(?:\+[\dA-Za-z.-]{1,100})?$/;

function parse(text: string): Version | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, prerelease] = match;
  return {
    core: [Number(major), Number(minor), Number(patch)],
    prerelease: prerelease === undefined ? [] : prerelease.split('.'),
  };
}

/** Whether `text` is a version by SemVer. */
export function isVersion(text: string): boolean {
  return parse(text) !== undefined;
}

/** Whether `text` is tried out before everybody gets it. */
export function isPrerelease(text: string): boolean {
  return (parse(text)?.prerelease.length ?? 0) > 0;
}

/** Precedence of SemVer 2.0.0, section 11: below 0, 0 or above 0. What is no version comes before all that are. */
export function compareVersions(one: string, other: string): number {
  const first = parse(one);
  const second = parse(other);
  if (first === undefined || second === undefined) return Number(first !== undefined) - Number(second !== undefined);
  for (const [index, value] of first.core.entries()) {
    const difference = value - (second.core[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(first.prerelease, second.prerelease);
}

function comparePrereleases(one: readonly string[], other: readonly string[]): number {
  // A version without one is the later of the two.
  if (one.length === 0 || other.length === 0) return other.length - one.length;
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const [first, second] = [one[index], other[index]];
    if (first === undefined) return -1;
    if (second === undefined) return 1;
    const difference = compareIdentifiers(first, second);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareIdentifiers(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber && isOtherNumber) return Number(one) - Number(other);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
