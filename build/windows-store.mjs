import { runTool } from './run-tool.mjs';

const STORE = String.raw`Cert:\CurrentUser\My`;
/** What it is about comes from the environment, because the arguments of a process can be seen by every program. */
const IMPORT = [
  `$before = @(Get-ChildItem ${STORE} | ForEach-Object { $_.Thumbprint })`,
  '$password = ConvertTo-SecureString $env:GATEHOUSE_IMPORT_PASSWORD -AsPlainText -Force',
  `$all = @(Import-PfxCertificate -FilePath $env:GATEHOUSE_IMPORT_FILE -CertStoreLocation ${STORE} -Password $password)`,
  '[string[]]$signers = @($all | Where-Object { $_.HasPrivateKey } | ForEach-Object { $_.Thumbprint })',
  `$now = @(Get-ChildItem ${STORE} | ForEach-Object { $_.Thumbprint })`,
  '[string[]]$added = @($now | Where-Object { $before -notcontains $_ })',
  'ConvertTo-Json -Compress -InputObject @{ signers = $signers; added = $added }',
];
const REMOVE = [
  `$gone = @(Get-ChildItem ${STORE} | Where-Object { $env:GATEHOUSE_REMOVE.Split(',') -contains $_.Thumbprint })`,
  'foreach ($one in $gone) { Remove-Item -LiteralPath $one.PSPath -DeleteKey:$one.HasPrivateKey }',
];

/**
 * Puts the certificate of a PKCS #12 file into this user's store, its key not to be exported again. `thumbprint` is what
 * signtool finds it by; `remove` takes away what was not there before. `env` is what PowerShell sees besides. Throws for a
 * certificate or password that is not accepted; nothing is left then.
 */
export async function openWindowsStore({ file, password, env }) {
  const printed = await powershell('Import-PfxCertificate', IMPORT, {
    ...env,
    GATEHOUSE_IMPORT_FILE: file,
    GATEHOUSE_IMPORT_PASSWORD: password,
  });
  const { signers, added } = JSON.parse(printed);
  const remove = async () => {
    if (added.length > 0) await powershell('Remove-Item', REMOVE, { ...env, GATEHOUSE_REMOVE: added.join(',') });
  };
  const [thumbprint, ...more] = signers;
  if (thumbprint !== undefined && more.length === 0) return { thumbprint, remove };
  await remove();
  throw new Error(`The certificate cannot be used: its file has ${signers.length} keys, and one is needed.`);
}

function powershell(name, statements, env) {
  const script = ["$ErrorActionPreference = 'Stop'", "$ProgressPreference = 'SilentlyContinue'", ...statements];
  const args = ['-NoProfile', '-NonInteractive', '-Command', script.join('; ')];
  return runTool('powershell.exe', args, { env: withoutModulePath(env), name });
}

/** Where npm was started from PowerShell 7, that one's modules would be found, which the one of Windows cannot load. */
function withoutModulePath(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.toUpperCase() !== 'PSMODULEPATH'));
}
