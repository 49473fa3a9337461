// Stands for a signing tool of another system: notes how it was called, and answers as if all were well.
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { digestOf } from './digest.mjs';
import { wordsOf } from './security-line.mjs';

const [, , tool, ...args] = process.argv;
const subject = args.at(-1) ?? '';
const typed = tool === 'security' && args[0] === '-i' ? wordsOf(readFileSync(0, 'utf8')) : undefined;
const secrets = Object.keys(process.env)
  .filter(name => /^(?:CSC|WIN_CSC|GATEHOUSE_IMPORT)_/.test(name))
  .sort();

appendFileSync(process.env.STAND_IN_CALLS, `${JSON.stringify({ tool, args, typed, secrets, ...seen() })}\n`);
process.stdout.write(answer(typed ?? args));

/** What a signature would cover at this moment. */
function seen() {
  const isSigning = (tool === 'codesign' && args.includes('--sign')) || (tool === 'signtool' && args[0] === 'sign');
  if (!isSigning) return {};
  const folder = tool === 'signtool' ? path.dirname(args.find(arg => arg.endsWith('gatehouse.exe')) ?? '.') : subject;
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? { tree: digestOf(folder) } : {};
}

function answer(command) {
  if (tool === 'security' && command[0] === 'list-keychains' && !command.includes('-s')) {
    return '    "/Users/somebody/Library/Keychains/login.keychain-db"\n';
  }
  if (tool === 'security' && command[0] === 'find-identity') {
    return `  1) ${'AB'.repeat(20)} "Developer ID Application: Some One (TEAM123456)"\n     1 valid identities found\n`;
  }
  if (tool === 'powershell.exe' && subject.includes('Import-PfxCertificate')) {
    return `${JSON.stringify({ signers: ['AB'.repeat(20)], added: ['AB'.repeat(20), 'CD'.repeat(20)] })}\n`;
  }
  if (tool === 'xcrun' && args[0] === 'notarytool' && args[1] === 'submit') return '{"id":"1","status":"Accepted"}\n';
  if (tool === 'ditto') writeFileSync(subject, '');
  return '';
}
