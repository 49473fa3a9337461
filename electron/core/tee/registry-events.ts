/** Tells of changes on chain as they happen; EventWatch fills it. */
export interface RegistryEvents {
  readonly mode: 'subscription' | 'polling' | 'off';
  /** Returns at once. `onEvent`: something may have changed. `onModeChange`: {@link mode} is another one. */
  start(listener: { readonly onEvent: () => void; readonly onModeChange: () => void }): void;
  /** After a suspend or a change of network: what is open may be dead. */
  wake(): void;
  stop(): Promise<void>;
}
