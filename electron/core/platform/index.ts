export type { AtomicWriteOptions } from './atomic-file.ts';
export { replaceFile, writeFileAtomically } from './atomic-file.ts';
export type { Clock, Timer } from './clock.ts';
export { abortReason, deadline, SystemClock, sleep, untilBeat } from './clock.ts';
export type { GatehouseErrorOptions } from './errors.ts';
export { errorMessage, GatehouseError, isAbortError } from './errors.ts';
export type { FileSecretStoreOptions } from './file-secret-store.ts';
export { FileSecretStore } from './file-secret-store.ts';
export type { HomeSources } from './home.ts';
export { prepareHome, resolveHome } from './home.ts';
export { type KeptFileOptions, readKept } from './kept-file.ts';
export type { LogFields, Logger, LogLevel } from './logger.ts';
export type { Notice, NoticePriority, Notifier } from './notifier.ts';
export { LogNotifier } from './notifier.ts';
export { parseUrl } from './parse-url.ts';
export type { LineSink, PinoLoggerOptions } from './pino-logger.ts';
export { PinoLogger } from './pino-logger.ts';
export { keepToOwner, warnOfOpenFolder } from './private-folder.ts';
export { type ProgramPlace, type ProgramStart, programStart } from './program-start.ts';
export type { Random } from './random.ts';
export { SystemRandom } from './random.ts';
export { type FileText, readPersonsText } from './read-text.ts';
export type { SecretScrubber } from './redactor.ts';
export { Redactor } from './redactor.ts';
export type { RotatedFileOptions } from './rotated-file.ts';
export { RotatedFile } from './rotated-file.ts';
export type { SecretCandidateOptions, SecretStoreCandidate } from './secret-candidates.ts';
export {
  encryptedFileCandidate,
  headlessCandidates,
  keychainCandidate,
  plainFileCandidate,
} from './secret-candidates.ts';
export type { DecodedSecrets, SecretCodec, SecretFileStoreOptions } from './secret-file.ts';
export { SecretFileStore } from './secret-file.ts';
export { formatSecrets, parseSecrets, secretProblem } from './secret-format.ts';
export { secretKeyFolder } from './secret-key-file.ts';
export type { SecretStoreKind } from './secret-kinds.ts';
export type { SecretLockOptions } from './secret-lock.ts';
export { withSecretLock } from './secret-lock.ts';
export { SECRET_FILES } from './secret-manifest.ts';
export type { OpenedSecretStore, OpenSecretStoreOptions } from './secret-open.ts';
export { openSecretStore } from './secret-open.ts';
export type { MovableSecretStore, SecretStore } from './secret-store.ts';
export { shellWord } from './shell-word.ts';
export type { Launch, SystemOpenerOptions } from './system-opener.ts';
export { SystemOpener } from './system-opener.ts';
export { systemProgram } from './system-program.ts';
export { cleanTold, toldError } from './told.ts';
export { userFolder } from './user-folder.ts';
export { absolutePath, workingFolder } from './working-folder.ts';
