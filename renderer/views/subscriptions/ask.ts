/** What the view asks a person; the names are those of the subscription or the agent. */
export type Question =
  | { readonly kind: 'add' }
  | { readonly kind: 'add-agent' }
  /** Undefined: all agents. */
  | { readonly kind: 'rotate'; readonly agent: string | undefined }
  | { readonly kind: 'assign'; readonly agent: string }
  | { readonly kind: 'remove-agent'; readonly agent: string }
  | { readonly kind: 'replace'; readonly subscription: string }
  | { readonly kind: 'rename'; readonly subscription: string }
  | { readonly kind: 'remove'; readonly subscription: string };

/** Opens a dialog; undefined closes it. */
export type Ask = (question: Question | undefined) => void;
