/** True when nothing was built yet or a source below `root` changed since. */
export function isOutOfDate(root: string): boolean;
