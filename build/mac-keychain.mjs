import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { runTool } from './run-tool.mjs';

/** The keychain locks itself again after so long, should nothing be left to delete it. */
const KEYCHAIN_OPEN_SECONDS = 21_600;

/**
 * A keychain in `folder` with this certificate only, which codesign may use without asking; `remove` takes it away again.
 * `env` is what the tools see. Throws for a certificate or password that is not accepted, and when `signal` aborts; nothing
 * is left then. As for the runners of a workflow:
 * https://docs.github.com/actions/deployment/deploying-xcode-applications/installing-an-apple-certificate-on-macos-runners-for-xcode-development
 */
export async function openKeychain({ file, password, folder, env, signal }) {
  const keychain = path.join(folder, 'signing.keychain-db');
  const own = randomBytes(24).toString('base64url');
  const listed = [...(await security(env, 'list-keychains', '-d', 'user')).matchAll(/"([^"]+)"/g)].map(
    ([, name]) => name,
  );
  const remove = async () => {
    try {
      await security(env, 'list-keychains', '-d', 'user', '-s', ...listed);
    } finally {
      await security(env, 'delete-keychain', keychain);
    }
  };
  const steps = [
    ['set-keychain-settings', '-lut', String(KEYCHAIN_OPEN_SECONDS), keychain],
    ['unlock-keychain', '-p', own, keychain],
    ['import', file, '-k', keychain, '-f', 'pkcs12', '-T', '/usr/bin/codesign', '-P', password],
    ['set-key-partition-list', '-S', 'apple-tool:,apple:', '-s', '-k', own, keychain],
    // The chain of the certificate is looked for in the listed ones only.
    ['list-keychains', '-d', 'user', '-s', keychain, ...listed],
  ];
  await security(env, 'create-keychain', '-p', own, keychain);
  try {
    for (const step of steps) {
      signal.throwIfAborted();
      await security(env, ...step);
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { keychain, remove };
}

/** Its output. It reads the command as a line, passwords and all: arguments can be seen by every program. */
async function security(env, ...command) {
  const input = `${command.map(quoted).join(' ')}\n`;
  try {
    return await runTool('security', ['-i'], { env, input, name: `security ${command[0]}` });
  } catch (error) {
    // Reading lines, it repeats each failure: "import: returned 1".
    throw new Error(error.message.replace(/\n[\w-]+: returned -?\d+$/, ''), { cause: error });
  }
}

/** As the lines that `security -i` reads: https://github.com/apple-oss-distributions/Security (SecurityTool, split_line). */
function quoted(word) {
  if (/[\r\n\0]/.test(word)) throw new Error('The certificate cannot be used: its password or path has a line break.');
  return `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
