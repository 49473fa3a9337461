import type { AboutPanelOptionsOptions } from 'electron';

/** What the About panel of macOS and Linux says; `version` as everywhere else, with the build. */
export function aboutPanel(version: string): AboutPanelOptionsOptions {
  return {
    applicationName: 'Gatehouse',
    applicationVersion: version,
    // macOS would put the version of the runtime into brackets behind it.
    version: '',
    copyright: 'Copyright © 2026 the Gatehouse contributors. Apache License 2.0.',
  };
}
