/**
 * Stands in for the package `when-exit` in the bundles. The settings store brings it along; it would answer every signal
 * by sending the same one to this process again, which to our hosts is the second Ctrl-C: an end without a clean stop.
 * All it is wanted for is removing temporary files, which are renamed or removed by their writer anyway.
 */
export default function whenExit(): () => void {
  return () => undefined;
}
