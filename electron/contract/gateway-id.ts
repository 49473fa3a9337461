/** The id of the gateway that OpenClaw on this computer is set up for. No name of a person's own leads to it. */
export const DISCOVERED_ID = 'discovered';
/** The id of the sandbox's gateway. */
export const SANDBOX_ID = 'sandbox';

const RESERVED: ReadonlySet<string> = new Set([DISCOVERED_ID, SANDBOX_ID]);

/**
 * What a gateway called `name` is called in commands and in the names of its secrets: lower-case letters, digits and
 * hyphens. Undefined when nothing is left of the name, or when the word is taken.
 */
export function gatewayId(name: string): string | undefined {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return id === '' || RESERVED.has(id) ? undefined : id;
}
