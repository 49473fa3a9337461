/** What the login page is made for. */
export interface LoginPageOptions {
  /** Where the page posts to; it was checked to be of this machine. */
  readonly redirectUri: string;
  readonly appName: string;
  /** Given back with the bundle; null when none came, or the page is to know none. */
  readonly state: string | null;
  /** For the page's own script and style. */
  readonly nonce: string;
}

/** The page may talk to the sandbox and to programs of this machine, as the chat app's does. */
export function loginPagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self' http://127.0.0.1:* http://localhost:*",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The sandbox's stand-in for the chat app's page: hands a login over to the program that asked, or shows it to be copied. */
export function loginPage({ redirectUri, appName, state, nonce }: LoginPageOptions): string {
  // < would end the script.
  const facts = JSON.stringify({ redirectUri, state }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>Sandbox login</title>
<style nonce="${nonce}">
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark; }
  button { font: inherit; padding: .5rem 1rem; }
  textarea { width: 100%; height: 8rem; font: 13px/1.4 monospace; }
</style>
</head>
<body>
<main>
<h1>Connect ${escapeHtml(appName)}</h1>
<p>This is the sandbox of Gatehouse. The account is made up and works on this computer only.</p>
<p><button id="connect" type="button">Connect</button></p>
<p id="outcome" role="status"></p>
<details id="manual"><summary>Copy the login instead</summary>
<p><label for="bundle">Paste this into <code>gatehouse login --manual</code>:</label></p>
<textarea id="bundle" readonly></textarea></details>
<details id="trouble"><summary>Try what can go wrong</summary>
<p><button id="expire" type="button">Let the tokens expire</button> <button id="end" type="button">End every session</button></p>
<p>An expired token is renewed with the next request, so that nobody notices. A session that was ended here, as by a
sign-out in the chat app, asks for a new login.</p>
<p id="came" role="status"></p></details>
</main>
<script nonce="${nonce}">
const { redirectUri, state } = ${facts};
const say = text => { document.getElementById('outcome').textContent = text; };
const createBundle = async () => (await fetch('/cli-auth/bundle', { method: 'POST' })).json();
document.getElementById('connect').addEventListener('click', async event => {
  event.target.disabled = true;
  try {
    const bundle = await createBundle();
    const response = await fetch(redirectUri, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(state === null ? bundle : { ...bundle, state }),
    });
    say(response.ok ? 'Connected. You can close this page.' : 'The program refused the login.');
  } catch {
    say('The program could not be reached. Copy the login instead.');
  }
});
for (const [id, path, said] of [
  ['expire', '/cli-auth/expire', 'Every token has expired.'],
  ['end', '/cli-auth/end', 'Every session has ended.'],
]) {
  document.getElementById(id).addEventListener('click', async () => {
    const response = await fetch(path, { method: 'POST' }).catch(() => undefined);
    document.getElementById('came').textContent = response?.ok ? said : 'The sandbox could not be reached.';
  });
}
document.getElementById('manual').addEventListener('toggle', async event => {
  const field = document.getElementById('bundle');
  if (event.target.open && field.value === '') field.value = JSON.stringify(await createBundle());
});
</script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
