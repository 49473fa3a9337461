import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signingPlan } from './signing.mjs';

/** The keychain locks itself again after so long, should nothing be left to delete it. */
const KEYCHAIN_OPEN_SECONDS = 21_600;
const BASE64 = /^(?:data:[^,]*;base64,)?([A-Za-z0-9+/\s]{64,}={0,2}\s*)$/;

/**
 * Makes the certificate of the environment into what the signing tools take: on macOS a keychain of its own, on Windows a
 * file. `env` is what Electron Forge needs to be told beside its environment (see packager-signing.mjs); `end` takes all
 * of it away again. Throws as signingPlan, and for a certificate that is not there or not accepted.
 */
export async function prepareSigning(platform, env) {
  if (!signingPlan(platform, env).signing) return { env: {}, end: async () => undefined };
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-signing-'));
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    if (platform === 'win32') {
      const certificate = await certificateFile(env.WIN_CSC_LINK, 'WIN_CSC_LINK', folder);
      return { env: { GATEHOUSE_SIGNING_CERTIFICATE: certificate }, end: forget };
    }
    const certificate = await certificateFile(env.CSC_LINK, 'CSC_LINK', folder);
    const { keychain, remove } = await openKeychain(certificate, folder, env);
    return {
      env: { GATEHOUSE_SIGNING_KEYCHAIN: keychain },
      end: async () => {
        await remove();
        await forget();
      },
    };
  } catch (error) {
    await forget();
    throw error;
  }
}

/** The PKCS #12 file that `link` is (a path) or holds (base64). */
async function certificateFile(link, variable, folder) {
  const [, base64] = BASE64.exec(link.trim()) ?? [];
  if (base64 !== undefined) {
    const file = path.join(folder, 'certificate.p12');
    await writeFile(file, Buffer.from(base64, 'base64'), { mode: 0o600 });
    return file;
  }
  const file = path.resolve(link.trim());
  const isThere = await stat(file).then(
    found => found.isFile(),
    () => false,
  );
  if (!isThere) throw new Error(`${variable} is neither the path of a certificate (.p12) nor its base64.`);
  return file;
}

/**
 * A keychain with this certificate only, which codesign may use without asking. As for the runners of a workflow:
 * https://docs.github.com/actions/deployment/deploying-xcode-applications/installing-an-apple-certificate-on-macos-runners-for-xcode-development
 */
async function openKeychain(certificate, folder, env) {
  const security = (...args) => runSecurity(args, env);
  const keychain = path.join(folder, 'signing.keychain-db');
  const own = randomBytes(24).toString('base64url');
  const listed = [...(await security('list-keychains', '-d', 'user')).matchAll(/"([^"]+)"/g)].map(([, name]) => name);
  const remove = async () => {
    await security('list-keychains', '-d', 'user', '-s', ...listed);
    await security('delete-keychain', keychain);
  };
  await security('create-keychain', '-p', own, keychain);
  try {
    await security('set-keychain-settings', '-lut', String(KEYCHAIN_OPEN_SECONDS), keychain);
    await security('unlock-keychain', '-p', own, keychain);
    await security(
      'import',
      certificate,
      '-k',
      keychain,
      '-f',
      'pkcs12',
      '-T',
      '/usr/bin/codesign',
      '-P',
      env.CSC_KEY_PASSWORD,
    );
    await security('set-key-partition-list', '-S', 'apple-tool:,apple:', '-s', '-k', own, keychain);
    // The chain of the certificate is looked for in the listed ones only.
    await security('list-keychains', '-d', 'user', '-s', keychain, ...listed);
  } catch (error) {
    await remove();
    throw error;
  }
  return { keychain, remove };
}

/** Its output. What it was called with holds passwords, so the error is not handed on. */
function runSecurity(args, env) {
  return new Promise((resolve, reject) => {
    execFile('security', args, { env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else {
        const said = stderr.trim() || error.code || 'no reason given';
        reject(new Error(`The certificate cannot be used: "security ${args[0]}" failed: ${said}`));
      }
    });
  });
}
