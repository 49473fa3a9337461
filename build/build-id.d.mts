export function buildId(root: string, env: Readonly<Record<string, string | undefined>>): string | undefined;
