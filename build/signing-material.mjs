import { Buffer } from 'node:buffer';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openKeychain } from './mac-keychain.mjs';
import { signingPlan, withoutSigning } from './signing.mjs';
import { openWindowsStore } from './windows-store.mjs';

const BASE64 = /^(?:data:[^,]*;base64,)?([A-Za-z0-9+/\s]{64,}={0,2}\s*)$/;
const NOTHING = { env: {}, builderArgs: [], end: async () => undefined };

/** Runs `work` with what {@link prepareSigning} makes, and takes it away again however `work` ends. */
export async function withSigning(platform, env, signal, work) {
  const material = await prepareSigning(platform, env, signal);
  try {
    return await work(material);
  } finally {
    await material.end();
  }
}

/**
 * Makes the certificate of the environment into what the signing tools take without a password: on macOS a keychain of its
 * own, on Windows an entry in the user's store. `env` is what Electron Forge needs to be told (see packager-signing.mjs),
 * `builderArgs` what electron-builder does; `end` takes all of it away again. Throws as signingPlan, for a certificate that
 * is not there or not accepted, and when `signal` aborts; nothing is left then.
 */
export async function prepareSigning(platform, env, signal) {
  if (!signingPlan(platform, env).signing) return NOTHING;
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-signing-'));
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const { remove, ...material } = await (platform === 'win32' ? forWindows : forMac)(env, folder, signal);
    // The tools have it now.
    await rm(path.join(folder, 'certificate.p12'), { force: true });
    const end = async () => {
      try {
        await remove();
      } finally {
        await forget();
      }
    };
    return { ...material, end };
  } catch (error) {
    await forget();
    throw error;
  }
}

async function forMac(env, folder, signal) {
  const file = await certificateFile(env.CSC_LINK, 'CSC_LINK', folder);
  const password = env.CSC_KEY_PASSWORD;
  const { keychain, remove } = await openKeychain({ file, password, folder, env: withoutSigning(env), signal });
  return { env: { GATEHOUSE_SIGNING_KEYCHAIN: keychain }, builderArgs: [], remove };
}

async function forWindows(env, folder, signal) {
  const file = await certificateFile(env.WIN_CSC_LINK, 'WIN_CSC_LINK', folder);
  signal.throwIfAborted();
  const password = env.WIN_CSC_KEY_PASSWORD;
  const { thumbprint, remove } = await openWindowsStore({ file, password, env: withoutSigning(env) });
  return {
    env: { GATEHOUSE_SIGNING_THUMBPRINT: thumbprint },
    builderArgs: [
      `--config.win.signtoolOptions.certificateSha1=${thumbprint}`,
      // Where the certificate of the installer is not found, that is a failure as well.
      '--config.forceCodeSigning=true',
    ],
    remove,
  };
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
