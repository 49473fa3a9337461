/** The ways to keep secrets. */
export const SECRET_STORE_KINDS = ['safe-storage', 'keychain', 'encrypted-file', 'plain-file'] as const;
export type SecretStoreKind = (typeof SECRET_STORE_KINDS)[number];
