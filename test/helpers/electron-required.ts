import Module from 'node:module';

/** Puts `electron` in the place of the module of that name for what Node itself loads, such as bundled packages. */
export function requireElectron(electron: object): void {
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
  const load = loader._load;
  loader._load = (request, ...rest) => (request === 'electron' ? electron : load(request, ...rest));
}
