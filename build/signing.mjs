/** What can be signed for a platform, and the variables that it takes: all of a list, or none of it. */
const KINDS = {
  darwin: [
    {
      purpose: 'signing',
      names: ['CSC_LINK', 'CSC_KEY_PASSWORD'],
      without: 'unsigned: macOS refuses a downloaded copy at first, and it cannot update itself',
    },
    {
      purpose: 'notarization',
      names: ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
      needs: 'signing',
      without: 'not notarized: macOS refuses a downloaded copy at first',
    },
  ],
  win32: [
    {
      purpose: 'signing',
      // The name is the one in the certificate: without it the updates of a signed program would not be checked.
      names: ['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD', 'WIN_PUBLISHER_NAME'],
      without: 'unsigned: SmartScreen will warn, and nothing checks who made an update',
    },
  ],
};

/**
 * What the environment says is to be signed for `platform`, by purpose. Throws, naming the variables and never a value,
 * when only some of those that belong together are set: the result would be unsigned by mistake.
 */
export function signingPlan(platform, env) {
  const plan = {};
  for (const { purpose, names, needs } of KINDS[platform] ?? []) {
    const missing = names.filter(name => !env[name]);
    const isOn = missing.length === 0;
    if (!isOn && missing.length < names.length) {
      const set = names.filter(name => env[name]);
      throw new Error(
        `${platform} ${purpose}: ${set.join(', ')} is set and ${missing.join(', ')} is not. Set all of them, or none.`,
      );
    }
    if (isOn && needs !== undefined && !plan[needs]) {
      throw new Error(
        `${platform} ${purpose}: only what is signed can be notarized. Set ${KINDS[platform][0].names.join(', ')}.`,
      );
    }
    plan[purpose] = isOn;
  }
  return plan;
}

/**
 * A line for each kind of signing on `platform`: that it happens, or what people who install the result will meet and
 * which variables change that. Throws as {@link signingPlan}.
 */
export function signingNotes(platform, env) {
  const plan = signingPlan(platform, env);
  return (KINDS[platform] ?? []).map(({ purpose, names, without }) =>
    plan[purpose]
      ? `${platform} ${purpose}: on.`
      : `${platform} ${purpose}: off, ${without}. Not set: ${names.join(', ')}.`,
  );
}

/** Names of what signs, and of what stands for it: certificates, their passwords, keys for notarization. */
const SIGNING_NAMES = /^(?:CSC|WIN_CSC|APPLE|GATEHOUSE_SIGNING|WINDOWS_CERTIFICATE)_/i;

/** The environment for whatever signs nothing itself: without certificates, passwords and keys. */
export function withoutSigning(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SIGNING_NAMES.test(name)));
}

/**
 * The environment of Electron Forge: what `material` (see signing-material.mjs) is found by and the key for notarization,
 * which is a path, but no certificate and no password. Throws as {@link signingPlan}.
 */
export function packagerEnvironment(platform, env, material) {
  const { signing, notarization } = signingPlan(platform, env);
  const { DEBUG, ...rest } = withoutSigning(env);
  const { APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER } = env;
  return {
    ...rest,
    // With it the signing tools print how they are called.
    ...(signing || DEBUG === undefined ? {} : { DEBUG }),
    ...(notarization ? { APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER } : {}),
    ...material.env,
  };
}
