/** How long the browser may take to begin with it. */
const KEPT_MS = 60_000;

/** Lets the browser, or the system's dialog, save `text` as a file of that name. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
