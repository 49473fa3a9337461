/** `1 Agent`, `3 Agenten`. */
export function pl(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
