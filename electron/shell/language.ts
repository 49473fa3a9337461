/** What {@link hostLanguage} decides by. */
export interface LanguageSources {
  /** The setting `window.language`; it may change at any time. */
  readonly setting: () => 'auto' | 'en' | 'de';
  /** The system's locale, e.g. `de-AT`; known once the application is ready. */
  readonly systemLocale: () => string;
}

/**
 * The locale of everything that the host says itself: tray, menu of the application, notifications and dialogs. The
 * same one as the window's: what the setting says, and the system's where it says nothing. Asked each time it is needed.
 */
export function hostLanguage({ setting, systemLocale }: LanguageSources): () => string {
  return () => {
    const chosen = setting();
    return chosen === 'auto' ? systemLocale() : chosen;
  };
}
