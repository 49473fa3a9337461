/** English: the account, as the settings show it. */
export const account = {
  title: 'Account',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  signInSandbox: 'Try it in the sandbox',
  signOut: 'Sign out',
  signOutName: (name: string) => `Sign out ${name}`,
  cancel: 'Cancel',
  others: 'Other accounts',
  use: 'Use',
  useName: (name: string) => `Use ${name}`,
  anonymous: (id: string) => `anonymous account ${id}`,
  unnamed: (id: string) => `account ${id}`,
  waiting: 'Sign in on the page in your browser. It hands the login over to this computer.',
  address: 'Address of the page',
  copyAddress: 'Copy address',
  importVeil: 'Take over from og-veil',
  paste: 'Paste the login',
  pasteLabel: 'Login, as the page shows it',
  pasteHint: 'For a page that cannot reach this computer.',
  take: 'Use this login',
  failed: (reason: string) => `The last login failed: ${reason}`,
};

/** English: the view `settings`. */
export const settingsView = {
  reading: 'Reading the settings…',
};
