/** Names of the IPC channels between window and Electron host. Apart from the schemas, so that the preload stays small. */
export const CHANNELS = {
  /** Invoke: answers with a `SnapshotReply`. */
  getSnapshot: 'gatehouse:get-snapshot',
  /** Push from the host: one `StatusSnapshot`. */
  snapshot: 'gatehouse:snapshot',
  /** Invoke with a `Command`: answers with a `CommandReply`. */
  run: 'gatehouse:run',
  /** Invoke with a `Query`: answers with a `QueryReply`. */
  query: 'gatehouse:query',
} as const;
