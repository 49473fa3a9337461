/** The menu of the application. Electron's own words for its roles are English wherever it runs. */
export interface AppMenuTexts {
  readonly settings: string;
  readonly hideWindow: string;
  readonly edit: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly view: string;
  readonly resetZoom: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly window: string;
  readonly minimize: string;
  readonly zoom: string;
  readonly front: string;
  readonly about: string;
  readonly services: string;
  readonly hide: string;
  readonly hideOthers: string;
  readonly showAll: string;
  readonly quit: string;
}

/** What the host itself says, outside of the page and the tray: menus of macOS, dialogs, the last notice. */
export interface NativeTexts {
  readonly menu: AppMenuTexts;
  /** The page of a window ended several times in a row. */
  readonly pageGone: {
    readonly message: string;
    readonly detail: string;
    readonly tryAgain: string;
    readonly quit: string;
  };
  /** The page of a window does not answer. */
  readonly pageHangs: {
    readonly message: string;
    readonly detail: string;
    readonly wait: string;
    readonly restart: string;
  };
  /** An error that nothing caught ended the application. */
  readonly crashed: { readonly title: string; readonly body: (reason: string) => string };
  /** The application ends as soon as what is under way is done. */
  readonly quitting: { readonly title: string; readonly body: (requests: number, limitSeconds: number) => string };
  /** Secrets may only be stored almost unprotected: asked before it is done. */
  readonly weakStorage: {
    readonly message: string;
    readonly detail: string;
    readonly encryptedFile: string;
    readonly unprotected: string;
  };
  /** The application ends before it began. */
  readonly cannotStart: string;
  readonly save: {
    readonly titles: Readonly<Record<'saveDiagnostics' | 'saveReceipt' | 'exportActivity', string>>;
    readonly button: string;
    /** The kind of a file without a format. */
    readonly text: string;
  };
}

const EN: NativeTexts = {
  menu: {
    settings: 'Settings…',
    hideWindow: 'Hide Window',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    view: 'View',
    resetZoom: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    window: 'Window',
    minimize: 'Minimize',
    zoom: 'Zoom',
    front: 'Bring All to Front',
    about: 'About Gatehouse',
    services: 'Services',
    hide: 'Hide Gatehouse',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    quit: 'Quit Gatehouse',
  },
  pageGone: {
    message: 'The window cannot be shown',
    detail:
      'Its page ended several times in a row. The gates go on: requests, agents and the tray are not affected. ' +
      'The log says more (tray, Diagnostics, Show log).',
    tryAgain: 'Try again',
    quit: 'Quit Gatehouse',
  },
  pageHangs: {
    message: 'The window does not answer',
    detail: 'The gates go on. Starting the window anew loses nothing but what was being typed.',
    wait: 'Wait',
    restart: 'Start it anew',
  },
  crashed: {
    title: 'Gatehouse ended unexpectedly',
    body: reason =>
      `${reason}\n\nStart it again. If it keeps ending it starts in safe mode, where the diagnostics can be saved.`,
  },
  quitting: {
    title: 'Gatehouse is ending',
    body: (requests, limitSeconds) =>
      `${requests === 1 ? '1 request is' : `${requests} requests are`} finished first, for at most ${limitSeconds} s. ` +
      'Quit again to end at once.',
  },
  weakStorage: {
    message: 'Where may Gatehouse keep secrets?',
    detail:
      'This desktop has no password manager that Gatehouse can use, so its secrets would be stored almost unprotected: ' +
      'any program of this user can read them.\n\n' +
      'Otherwise they go into an encrypted file, with its key in a file kept apart.',
    encryptedFile: 'Use the encrypted file',
    unprotected: 'Store them almost unprotected',
  },
  cannotStart: 'Gatehouse cannot start',
  save: {
    titles: {
      saveDiagnostics: 'Save the diagnostics bundle',
      saveReceipt: 'Save the receipt',
      exportActivity: 'Export the activity',
    },
    button: 'Save',
    text: 'Text',
  },
};

const DE: NativeTexts = {
  menu: {
    settings: 'Einstellungen …',
    hideWindow: 'Fenster ausblenden',
    edit: 'Bearbeiten',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    view: 'Darstellung',
    resetZoom: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    window: 'Fenster',
    minimize: 'Im Dock ablegen',
    zoom: 'Zoomen',
    front: 'Alle nach vorne bringen',
    about: 'Über Gatehouse',
    services: 'Dienste',
    hide: 'Gatehouse ausblenden',
    hideOthers: 'Andere ausblenden',
    showAll: 'Alle einblenden',
    quit: 'Gatehouse beenden',
  },
  pageGone: {
    message: 'Das Fenster lässt sich nicht zeigen',
    detail:
      'Seine Seite ist mehrmals hintereinander abgebrochen. Die Tore bleiben offen: Anfragen, Agenten und das ' +
      'Symbol in der Leiste sind nicht betroffen. Das Protokoll sagt mehr (Menü, Diagnose, Protokoll zeigen).',
    tryAgain: 'Noch einmal versuchen',
    quit: 'Gatehouse beenden',
  },
  pageHangs: {
    message: 'Das Fenster antwortet nicht',
    detail: 'Die Tore bleiben offen. Ein Neustart des Fensters verliert nur, was gerade getippt wurde.',
    wait: 'Warten',
    restart: 'Neu starten',
  },
  crashed: {
    title: 'Gatehouse wurde unerwartet beendet',
    body: reason =>
      `${reason}\n\nEs lässt sich neu starten. Geschieht das immer wieder, startet es im abgesicherten Modus, in dem sich ein ` +
      'Diagnosebericht speichern lässt.',
  },
  quitting: {
    title: 'Gatehouse wird beendet',
    body: (requests, limitSeconds) =>
      `${requests === 1 ? 'Eine Anfrage wird' : `${requests} Anfragen werden`} noch beantwortet, höchstens ` +
      `${limitSeconds} s lang. Noch einmal beenden: sofort.`,
  },
  weakStorage: {
    message: 'Wo soll Gatehouse Geheimnisse aufbewahren?',
    detail:
      'Gatehouse findet auf diesem Desktop keine Passwortverwaltung. Geheimnisse lägen dort fast ungeschützt: ' +
      'Jedes Programm dieses Benutzers könnte sie lesen.\n\n' +
      'Sonst kommen sie in eine verschlüsselte Datei, deren Schlüssel in einer anderen Datei liegt.',
    encryptedFile: 'Verschlüsselte Datei nehmen',
    unprotected: 'Fast ungeschützt aufbewahren',
  },
  cannotStart: 'Gatehouse kann nicht starten',
  save: {
    titles: {
      saveDiagnostics: 'Diagnosebericht speichern',
      saveReceipt: 'Beleg speichern',
      exportActivity: 'Verlauf exportieren',
    },
    button: 'Speichern',
    text: 'Textdatei',
  },
};

/** The texts in the language of a locale like `de-AT`; English for all but German. */
export function nativeTexts(locale: string): NativeTexts {
  return /^de\b/i.test(locale) ? DE : EN;
}
