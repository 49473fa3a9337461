/** Puts a downloaded version in the place of the running one. Throws the system's errors. */
export interface Installer {
  /** Takes the download, whose SHA-512 in base64 is `hash`, to where it can be installed. The running files stay. */
  stage(file: string, hash: string, signal: AbortSignal): Promise<void>;
  /** Verifies what was staged once more. */
  verify(signal: AbortSignal): Promise<void>;
  /** As `UpdateEngine.install`. */
  install(restarts: boolean): boolean;
}
