import { SCENES_OF_THE_AGENTS } from './scenes-of-the-agents.ts';
import { SCENES_OF_THE_GATEWAY } from './scenes-of-the-gateway.ts';
import { SCENES_OF_THE_NETWORK } from './scenes-of-the-network.ts';
import { SCENES_OF_THE_START } from './scenes-of-the-start.ts';
import type { Scene } from './stage.ts';

/** One for every row under “When something is wrong”. */
export const SCENES: readonly Scene[] = [
  ...SCENES_OF_THE_START,
  ...SCENES_OF_THE_NETWORK,
  ...SCENES_OF_THE_GATEWAY,
  ...SCENES_OF_THE_AGENTS,
];
