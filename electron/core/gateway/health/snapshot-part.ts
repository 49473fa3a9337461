/** One answer that a gateway's picture is made of; `payload` is foreign. */
export interface SnapshotPart {
  readonly method: string;
  readonly payload: unknown;
}
