/** What became of a sign-out. */
export interface LogoutResult {
  readonly account: string;
  /** Whether the server ended the session; when not, it ends by itself when its tokens expire. */
  readonly revoked: boolean;
}

/** What a person is told of a sign-out. */
export function signedOutSentence({ account, revoked }: LogoutResult): string {
  const server = revoked
    ? 'The server ended the session.'
    : 'The server was not told; the session ends there by itself.';
  return `Signed out ${account}. ${server}`;
}
