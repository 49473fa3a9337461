/**
 * One kind of vector case: how it is recognised and how it is run through the product's own functions. A file in
 * `kinds/` exports one or several; `kinds.ts` lists them.
 */
export interface VectorKind {
  /** What the kind is called in reports, e.g. `canonical-request`. */
  readonly name: string;
  /**
   * True when the case has this kind's shape. Decided per case and never by file name, because the program is handed
   * files it has not seen. At most one kind may claim a case, so test the fields that only this kind has.
   */
  matches(testCase: unknown): boolean;
  /**
   * Runs the case. Resolves with null when it passed, else with the reason of the failure in one line (what was
   * expected, what came). A rejection counts as a failure with the error's text.
   */
  run(testCase: unknown): Promise<string | null>;
}
