import path from 'node:path';

const ENTITLEMENTS = path.join(import.meta.dirname, 'entitlements.mac.plist');
/** Not hardened: libraries of nobody in particular would be refused by a hardened program. */
const AD_HOC = {
  identity: '-',
  identityValidation: false,
  continueOnError: false,
  optionsForFile: () => ({ entitlements: ENTITLEMENTS, hardenedRuntime: false, timestamp: 'none' }),
};

/**
 * How Electron Forge's packager signs for the `target` platform, as part of its options. It signs last, after everything
 * is in its place: integrity of the archive, fuses, the file about updates. With material from signing-material.mjs it
 * signs with that certificate; otherwise a Mac gives its application the signature that belongs to nobody, without which
 * Apple's processors start nothing and macOS shows no notifications. Failing is never passed over.
 */
export function packagerSigning(target, env, host = process.platform) {
  if (target === 'darwin') return darwinSigning(env, host);
  const thumbprint = env.GATEHOUSE_SIGNING_THUMBPRINT;
  if (target !== 'win32' || !thumbprint) return {};
  return {
    windowsSign: {
      // From the store, where it needs no password: that would be an argument of signtool.
      signWithParams: ['/s', 'My', '/sha1', thumbprint],
      description: 'Gatehouse',
      hashes: ['sha256'],
      continueOnError: false,
    },
  };
}

function darwinSigning(env, host) {
  const keychain = env.GATEHOUSE_SIGNING_KEYCHAIN;
  if (!keychain) return host === 'darwin' ? { osxSign: AD_HOC } : {};
  const osxSign = {
    keychain,
    continueOnError: false,
    // Each of its processes runs V8, so each gets the same, and nothing else.
    optionsForFile: () => ({ entitlements: ENTITLEMENTS, hardenedRuntime: true }),
  };
  const { APPLE_API_KEY: appleApiKey, APPLE_API_KEY_ID: appleApiKeyId, APPLE_API_ISSUER: appleApiIssuer } = env;
  if (!appleApiKey) return { osxSign };
  return { osxSign, osxNotarize: { appleApiKey: path.resolve(appleApiKey), appleApiKeyId, appleApiIssuer } };
}
