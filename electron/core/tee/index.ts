export { type Comparison, compareWithRegistry, type DropCause, type SealedTo } from './compare.ts';
export { type DecodedTees, decodeTees } from './decode.ts';
export {
  RegistryError,
  type RegistryErrorCode,
  SelectionError,
  type SelectionErrorCode,
  TeeGateError,
} from './errors.ts';
export { EventWatch, type EventWatchOptions } from './event-watch.ts';
export { TeeGate } from './gate.ts';
export type { OutOfReach, TeeGateOptions } from './gate-options.ts';
export type { LeaseOutcome, TeeLease } from './lease.ts';
export { QuorumSource, type QuorumSourceOptions } from './quorum-source.ts';
export type { RegistryReading, SkippedRecord, TeeRecord } from './record.ts';
export type { RegistryEvents } from './registry-events.ts';
export { RegistryReader, type RegistryReaderOptions } from './registry-reader.ts';
export type { RegistrySource } from './registry-watch.ts';
export { type SelectionInput, selectionCandidates, selectTee, type TeePins } from './selection.ts';
export { createSession, type TeeSession } from './session.ts';
export type { Suspicion, SuspicionKind, SuspicionVerdict } from './suspicion.ts';
export { TEE_SWITCH_BECAUSE } from './switch-because.ts';
export { byValue, shortId } from './tee-id.ts';
export { type Judgement, judgeRecord, type UsabilityReason } from './usability.ts';
