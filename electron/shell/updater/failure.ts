import { errorMessage } from '../../core/platform/index.ts';
import { UpdateError, type UpdateErrorCode } from '../../core/updates/index.ts';

interface Words {
  readonly sentence: string;
  readonly remedy: string;
  readonly isRetryable?: boolean;
}

const WORDS: Readonly<Partial<Record<UpdateErrorCode, Words>>> = {
  update_unreachable: {
    sentence: 'The server of the updates cannot be reached, or broke off.',
    remedy: 'Check the connection, then look for updates again.',
    isRetryable: true,
  },
  update_server_failed: {
    sentence: 'The server of the updates answers with an error.',
    remedy: 'Look for updates again later.',
    isRetryable: true,
  },
  update_feed_missing: {
    sentence: 'There is no list of versions for this system and channel.',
    remedy: 'Choose another channel in the settings, or download the new version by hand.',
  },
  update_feed_invalid: {
    sentence: 'The list of versions cannot be understood.',
    remedy: 'Look for updates again later. If it stays so, download the new version by hand.',
  },
  update_not_found: {
    sentence: 'The list of versions names a file that is not there.',
    remedy: 'Look for updates again later: a release may just be published.',
    isRetryable: true,
  },
  update_checksum_mismatch: {
    sentence: 'What was downloaded is not what the list of versions promises, and was thrown away.',
    remedy: 'Look for updates again. If it stays so, do not install this version.',
  },
  update_signature_invalid: {
    sentence: 'The new version is not signed by whoever signed this one, and was thrown away.',
    remedy: 'Do not install this version, and tell the project of it.',
  },
  update_signature_unchecked: {
    sentence: 'The signature of the new version cannot be looked at on this computer, and it was thrown away.',
    remedy: 'Let PowerShell run, or download the new version by hand and look at its signature.',
  },
  update_disk_full: {
    sentence: 'There is no room for the new version.',
    remedy: 'Make room on the disk, then look for updates again.',
  },
  update_not_writable: {
    sentence: 'Nothing may be written where this copy or its downloads lie.',
    remedy: 'Move Gatehouse to a folder that you may write, or download the new version by hand.',
  },
  update_target_missing: {
    sentence: 'The file that Gatehouse was started from is not there any more.',
    remedy: 'Download Gatehouse again; settings and secrets stay.',
  },
  update_copy_fixed: {
    sentence: 'The system refuses to update this copy, because it is not signed or lies where nothing can be replaced.',
    remedy: 'Move Gatehouse to the folder for applications, or download the new version by hand.',
  },
};

/** By the updater's own codes, then the file system's, then what Chromium and Node say of connections. */
const BY_CODE: Readonly<Record<string, UpdateErrorCode>> = {
  ERR_UPDATER_CHANNEL_FILE_NOT_FOUND: 'update_feed_missing',
  ERR_UPDATER_LATEST_VERSION_NOT_FOUND: 'update_feed_missing',
  ERR_UPDATER_NO_PUBLISHED_VERSIONS: 'update_feed_missing',
  ERR_UPDATER_INVALID_RELEASE_FEED: 'update_feed_invalid',
  ERR_UPDATER_INVALID_UPDATE_INFO: 'update_feed_invalid',
  ERR_UPDATER_INVALID_VERSION: 'update_feed_invalid',
  ERR_UPDATER_NO_FILES_PROVIDED: 'update_feed_invalid',
  ERR_UPDATER_NO_CHECKSUM: 'update_feed_invalid',
  ERR_UPDATER_ZIP_FILE_NOT_FOUND: 'update_feed_invalid',
  ERR_CHECKSUM_MISMATCH: 'update_checksum_mismatch',
  ERR_UPDATER_INVALID_SIGNATURE: 'update_signature_invalid',
  ERR_UPDATER_OLD_FILE_NOT_FOUND: 'update_target_missing',
  ENOSPC: 'update_disk_full',
  EDQUOT: 'update_disk_full',
  EFBIG: 'update_disk_full',
  EACCES: 'update_not_writable',
  EPERM: 'update_not_writable',
  EROFS: 'update_not_writable',
  EISDIR: 'update_not_writable',
  ERR_FS_EISDIR: 'update_not_writable',
  ENOTDIR: 'update_not_writable',
  ECONNREFUSED: 'update_unreachable',
  ECONNRESET: 'update_unreachable',
  ENOTFOUND: 'update_unreachable',
  EAI_AGAIN: 'update_unreachable',
  ETIMEDOUT: 'update_unreachable',
  EPIPE: 'update_unreachable',
  EHOSTUNREACH: 'update_unreachable',
  ENETUNREACH: 'update_unreachable',
};

const BY_MESSAGE: readonly (readonly [RegExp, UpdateErrorCode])[] = [
  [
    /net::ERR_(?:NAME|CONNECTION|INTERNET|NETWORK|ADDRESS|TIMED|SSL|CERT|PROXY|EMPTY|CONTENT_LENGTH|INCOMPLETE)/,
    'update_unreachable',
  ],
  [/aborted by the server|aborted$|socket hang up/i, 'update_unreachable'],
  [/status 404\b/, 'update_not_found'],
  [/status [45]\d\d\b/, 'update_server_failed'],
  [/code signature|code object is not signed|read-only volume|App Translocation/i, 'update_copy_fixed'],
];

/** What the updater threw, by what a person can do about it; the system's own words go into the details for the log. */
export function toUpdateError(thrown: unknown): UpdateError {
  if (thrown instanceof UpdateError) return thrown;
  const code = codeOf(thrown);
  const words = WORDS[code];
  const reason = errorMessage(thrown).slice(0, 500);
  if (words === undefined) {
    return new UpdateError(code, `The update failed: ${reason.split('\n')[0] ?? ''}`, {
      remedy: 'Look for updates again later, or download the new version by hand.',
      cause: thrown,
    });
  }
  const { sentence, remedy, isRetryable = false } = words;
  return new UpdateError(code, sentence, { remedy, retryable: isRetryable, details: { reason }, cause: thrown });
}

/** One of the words above, by its code. */
export function updateFailure(code: keyof typeof WORDS, reason: string): UpdateError {
  const words = WORDS[code];
  return new UpdateError(code, words?.sentence ?? reason, { remedy: words?.remedy ?? '', details: { reason } });
}

function codeOf(thrown: unknown): UpdateErrorCode {
  const { code, statusCode } = (thrown ?? {}) as { code?: unknown; statusCode?: unknown };
  if (typeof code === 'string' && Object.hasOwn(BY_CODE, code)) return BY_CODE[code] ?? 'update_failed';
  if (typeof statusCode === 'number') return statusCode === 404 ? 'update_feed_missing' : 'update_server_failed';
  const message = errorMessage(thrown);
  return BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] ?? 'update_failed';
}
