/** Of the settings. */
const MAX_NAME_LENGTH = 60;
/** Names that the host has for gateways of no settings. */
const RESERVED: ReadonlySet<string> = new Set(['discovered', 'sandbox']);

/** Whether `text` is the address of a gateway, as far as its form goes. */
export function isGatewayAddress(text: string): boolean {
  const address = text.trim();
  return URL.canParse(address) && /^wss?:$/.test(new URL(address).protocol);
}

/** What a gateway is called that got no name: its host and port. `url` is an address. */
export function defaultGatewayName(url: string): string {
  return new URL(url.trim()).host.slice(0, MAX_NAME_LENGTH);
}

/** What stands for the name in the names of its secrets; undefined when nothing is left of it. The host has the last word. */
export function gatewaySecretId(name: string): string | undefined {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return id === '' || RESERVED.has(id) ? undefined : id;
}
