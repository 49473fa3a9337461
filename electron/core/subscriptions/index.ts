export type { HeadroomReading, Refusal, WindowReading } from './headroom/reading.ts';
export { headroomReadingSchema } from './headroom/reading.ts';
export type { Candidate, DroppedCandidate, RankedCandidate, Ranking, RankingInput } from './ranking.ts';
export { loadOrder, rankCandidates } from './ranking.ts';
export type { DispatchVerdict, FailureMark, RateLimitState, Readmission } from './ranking-evidence.ts';
export { rateLimitedNow, shouldSwitchBeforeDispatch, skipListed } from './ranking-evidence.ts';
