/** What of a machine decides whether the window can be shown. */
export interface Machine {
  readonly root: string;
  readonly platform: NodeJS.Platform;
  /** As in `process.versions.node`. */
  readonly nodeVersion: string;
  readonly isRoot: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The least Node that Electron Forge runs on: major and minor. */
export const FORGE_NODE: readonly [number, number];
/** The least Node for anything here: major and minor. */
export const LEAST_NODE: readonly [number, number];

/** Whether `version` is `least` or newer. */
export function isAtLeast(version: string, least: readonly [number, number]): boolean;

/** Why the window cannot be shown, as the end of a sentence; undefined when it can. */
export function whyHeadless(machine: Machine): string | undefined;
