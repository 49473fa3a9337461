/** The variables that sign on each platform; all of a list are needed. */
const SIGNING = {
  darwin: [
    {
      purpose: 'signing',
      names: ['CSC_LINK', 'CSC_KEY_PASSWORD'],
      without: 'the app is not signed: macOS will warn, and shows no notifications',
    },
    {
      purpose: 'notarization',
      names: ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
      without: 'the app is not notarized: macOS refuses to open a downloaded copy at first',
    },
  ],
  win32: [
    {
      purpose: 'signing',
      names: ['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'],
      without: 'the installer is not signed: SmartScreen will warn',
    },
  ],
};

/**
 * A line for each kind of signing on `platform`: that it happens, or which variables are missing and what people who
 * install the result will meet. Never a value.
 */
export function signingNotes(platform, env) {
  return (SIGNING[platform] ?? []).map(({ purpose, names, without }) => {
    const missing = names.filter(name => !env[name]);
    return missing.length === 0
      ? `${platform} ${purpose}: on.`
      : `${platform} ${purpose}: off, ${without}. Not set: ${missing.join(', ')}.`;
  });
}
