/** Errors that the request itself is the reason for, when their status says so as well. */
const OF_THE_REQUEST: ReadonlySet<string> = new Set([
  'invalid_json',
  'invalid_utf8',
  'unsupported_request',
  'enclave_error',
]);
const OF_THE_CLIENT: ReadonlySet<number> = new Set([400, 404, 413, 422]);

/** Whether a request was answered with an error because it was not valid: its client has to correct it, and no gate failed. */
export function isClientsMistake({ code, status }: { readonly code: string; readonly status: number }): boolean {
  return OF_THE_REQUEST.has(code) && OF_THE_CLIENT.has(status);
}
