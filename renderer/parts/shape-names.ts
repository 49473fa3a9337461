/** The shapes of the status language: each state has one, so that none is told by colour alone. */
export type ShapeName = 'disc' | 'arc' | 'triangle' | 'square' | 'half' | 'ring' | 'clock' | 'slash' | 'box' | 'bars';

/** A colour of the status language; `neutral` is ink. */
export type Tone = 'well' | 'working' | 'needs-you' | 'broken' | 'neutral';
