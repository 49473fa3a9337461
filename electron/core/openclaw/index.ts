export { findLocalGateway, type LocalGateway } from './local-gateway.ts';
export type { OpenClawSurroundings } from './places.ts';
