/** What shows the page, by its user agent: `Electron 45.4.1, Chromium 156`, `Firefox 140`; null when it does not say. */
export function programOf(userAgent: string): string | null {
  const version = (name: string): string | undefined => new RegExp(`${name}/([\\d.]+)`).exec(userAgent)?.[1];
  const chromium = version('Chrome')?.split('.')[0];
  const electron = version('Electron');
  if (electron !== undefined) return `Electron ${electron}${chromium === undefined ? '' : `, Chromium ${chromium}`}`;
  const firefox = version('Firefox')?.split('.')[0];
  if (firefox !== undefined) return `Firefox ${firefox}`;
  if (chromium !== undefined) return `Chromium ${chromium}`;
  const safari = version('Version');
  return safari === undefined ? null : `Safari ${safari}`;
}
