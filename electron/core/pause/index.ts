export { Pause, type PauseOptions } from './pause.ts';
export { pausedSentence } from './paused-sentence.ts';
