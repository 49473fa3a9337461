import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, inject, it } from 'vitest';
import { packagerSigning } from '../../build/packager-signing.mjs';
import { packagerEnvironment, signingNotes, signingPlan, withoutSigning } from '../../build/signing.mjs';
import { prepareSigning } from '../../build/signing-material.mjs';
import { tempHome } from '../helpers/temp-home.ts';
import { SIGNING_PASSWORD, type SignedAbroad, type ToolCall, writeStandIns } from './sign-once.ts';
import { digestOf } from './stand-ins/digest.mjs';

const exec = promisify(execFile);
const APPLE = { APPLE_API_KEY: '/keys/secret.p8', APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' };
const MAC = { CSC_LINK: 'c2VjcmV0', CSC_KEY_PASSWORD: 'word' };
const WINDOWS = { WIN_CSC_LINK: 'c2VjcmV0', WIN_CSC_KEY_PASSWORD: 'word', WIN_PUBLISHER_NAME: 'Some One' };
const NEVER = new AbortController().signal;
const LOGIN_KEYCHAIN = '/Users/somebody/Library/Keychains/login.keychain-db';
/** As a workflow sets what it has no secret for. */
const EMPTY = { CSC_LINK: '', CSC_KEY_PASSWORD: '', APPLE_API_KEY_ID: '', APPLE_API_ISSUER: '' };

describe('what is signed', () => {
  it.each([
    ['darwin', EMPTY, { signing: false, notarization: false }],
    ['darwin', MAC, { signing: true, notarization: false }],
    ['darwin', { ...MAC, ...APPLE }, { signing: true, notarization: true }],
    ['win32', { ...MAC, ...APPLE }, { signing: false }],
    ['win32', WINDOWS, { signing: true }],
    ['linux', { ...MAC, ...WINDOWS }, {}],
  ] as const)('follows from the environment on %s (%o)', (platform, env, plan) => {
    expect(signingPlan(platform, env)).toEqual(plan);
  });

  it('is said, with what people will meet and the variables that change it', () => {
    expect(signingNotes('darwin', {})).toEqual([
      'darwin signing: off, unsigned: macOS refuses a downloaded copy at first, and it cannot update itself. ' +
        'Not set: CSC_LINK, CSC_KEY_PASSWORD.',
      'darwin notarization: off, not notarized: macOS refuses a downloaded copy at first. ' +
        'Not set: APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER.',
    ]);
    expect(signingNotes('win32', WINDOWS)).toEqual(['win32 signing: on.']);
    expect(signingNotes('linux', {})).toEqual([]);
  });

  it.each([
    ['darwin', { CSC_LINK: 'c2VjcmV0' }, 'CSC_LINK is set and CSC_KEY_PASSWORD is not'],
    ['darwin', { ...MAC, APPLE_API_KEY_ID: 'x' }, 'APPLE_API_KEY_ID is set and APPLE_API_KEY, APPLE_API_ISSUER is not'],
    ['darwin', APPLE, 'only what is signed can be notarized. Set CSC_LINK, CSC_KEY_PASSWORD'],
    [
      'win32',
      { ...WINDOWS, WIN_PUBLISHER_NAME: '' },
      'WIN_CSC_LINK, WIN_CSC_KEY_PASSWORD is set and WIN_PUBLISHER_NAME',
    ],
  ] as const)('is refused on %s when only some of what belongs together is set (%o)', (platform, env, sentence) => {
    expect(() => signingPlan(platform, env)).toThrow(sentence);
    expect(() => signingPlan(platform, env)).not.toThrow(/c2VjcmV0|secret\.p8/);
  });
});

describe('what the packager is told', () => {
  it('fails rather than leaving something unsigned that was to be signed', () => {
    const told = [
      packagerSigning('darwin', {}, 'darwin').osxSign,
      packagerSigning('darwin', { GATEHOUSE_SIGNING_KEYCHAIN: '/k' }).osxSign,
      packagerSigning('win32', { GATEHOUSE_SIGNING_THUMBPRINT: 'AB' }).windowsSign,
    ];

    for (const signing of told) expect(signing).toMatchObject({ continueOnError: false });
  });

  it('gives a Mac without a certificate the signature of nobody, and other systems none', () => {
    expect(packagerSigning('darwin', {}, 'darwin')).toMatchObject({ osxSign: { identity: '-' } });
    expect(packagerSigning('darwin', {}, 'darwin')).not.toHaveProperty('osxNotarize');
    expect(packagerSigning('darwin', {}, 'linux')).toEqual({});
    expect(packagerSigning('win32', {}, 'win32')).toEqual({});
    expect(packagerSigning('linux', { GATEHOUSE_SIGNING_KEYCHAIN: '/k' }, 'linux')).toEqual({});
  });

  it('notarizes only where there is a key for it', () => {
    const env = { GATEHOUSE_SIGNING_KEYCHAIN: '/k' };

    expect(packagerSigning('darwin', env)).not.toHaveProperty('osxNotarize');
    expect(packagerSigning('darwin', { ...env, ...APPLE })).toMatchObject({
      osxNotarize: { appleApiKey: '/keys/secret.p8', appleApiKeyId: 'id', appleApiIssuer: 'issuer' },
    });
  });
});

describe('the certificate', () => {
  it('is refused when it is no file and no base64, without being shown', async () => {
    const refusal = prepareSigning('win32', { ...WINDOWS, WIN_CSC_LINK: '/nowhere/hidden.p12' }, NEVER);

    await expect(refusal).rejects.toThrow('WIN_CSC_LINK is neither the path of a certificate (.p12) nor its base64.');
    await expect(refusal).rejects.not.toThrow('hidden');
  });

  it('that the keychain does not take (stand-in for security) leaves no keychain, and its password is told to nobody', async () => {
    const folder = await tempHome();
    const calls = join(folder, 'calls');
    await writeFile(calls, '');
    await writeFile(
      join(folder, 'security'),
      `#!/bin/sh\nread -r line\necho "$line" >> "${calls}"\ncase "$line" in *import*) printf '%s\\n' "$REFUSAL" >&2; exit 1;; esac\n`,
    );
    await chmod(join(folder, 'security'), 0o755);
    const certificate = join(folder, 'certificate.p12');
    await writeFile(certificate, 'none');
    const env = {
      PATH: [folder, process.env['PATH'] ?? ''].join(delimiter),
      CSC_LINK: certificate,
      CSC_KEY_PASSWORD: SIGNING_PASSWORD,
      REFUSAL: 'MAC verification failed\nimport: returned 1',
    };

    const failure = await prepareSigning('darwin', env, NEVER).then(
      () => undefined,
      (error: unknown) => error,
    );

    expect(String(failure)).toBe(
      'Error: The certificate cannot be used: "security import" failed: MAC verification failed',
    );
    const commands = readFileSync(calls, 'utf8').matchAll(/^"([\w-]+)"/gm);
    expect([...commands].map(([, command]) => command).slice(-2)).toEqual(['list-keychains', 'delete-keychain']);
  });

  it('whose password has a line break is refused, as nothing could hand it on', async () => {
    const folder = await tempHome();
    const { env } = await standIns(folder);

    await expect(prepareSigning('darwin', { ...env, CSC_KEY_PASSWORD: 'one\ntwo' }, NEVER)).rejects.toThrow(
      'The certificate cannot be used: its password or path has a line break.',
    );
    expect(typedTo(callsIn(env.STAND_IN_CALLS)).at(-1)?.[0]).toBe('delete-keychain');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'is taken away when %s ends the step that signs, which sees no password',
    async asked => {
      const folder = await tempHome();
      const { env } = await standIns(folder);
      const maker = spawn(process.execPath, ['--input-type=module', '-e', SIGNS_FOREVER], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(maker, 'exit');
      const [line] = (await once(maker.stdout.setEncoding('utf8'), 'data')) as [string];
      const { pid, keychain, certificate, secrets } = JSON.parse(line) as Record<string, string>;

      maker.kill(asked);

      expect(await ended).toEqual([null, asked]);
      expect([certificate, secrets]).toEqual([false, []]);
      expect(typedTo(callsIn(env.STAND_IN_CALLS)).slice(-2)).toEqual([
        ['list-keychains', '-d', 'user', '-s', LOGIN_KEYCHAIN],
        ['delete-keychain', keychain],
      ]);
      expect(existsSync(join(keychain ?? '', '..'))).toBe(false);
      expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    },
  );
});

describe('the environment of a step', () => {
  const env = {
    ...{ ...MAC, ...WINDOWS, ...APPLE, PATH: '/bin', DEBUG: '*', GATEHOUSE_SIGNING_KEYCHAIN: '/k' },
    win_csc_key_password: 'word',
  };

  it('that signs nothing holds nothing to sign with, and still who publishes', () => {
    expect(withoutSigning(env)).toEqual({ PATH: '/bin', DEBUG: '*', WIN_PUBLISHER_NAME: 'Some One' });
  });

  it('that signs holds what the material is found by, the key for notarization on a Mac, and nothing that prints calls', () => {
    const rest = { PATH: '/bin', WIN_PUBLISHER_NAME: 'Some One' };
    const keychain = { env: { GATEHOUSE_SIGNING_KEYCHAIN: '/k' } };

    expect(packagerEnvironment('darwin', env, keychain)).toEqual({ ...rest, ...APPLE, ...keychain.env });
    expect(packagerEnvironment('win32', env, { env: {} })).toEqual(rest);
    expect(packagerEnvironment('linux', env, { env: {} })).toEqual({ ...rest, DEBUG: '*' });
  });
});

describe('the application for macOS, signed through stand-ins for codesign, security and xcrun', () => {
  const { application, calls, material } = signed('darwin-arm64');
  const signings = calls.filter(({ tool, args }) => tool === 'codesign' && args.includes('--sign'));

  it('is signed from the inside out and hardened, with the certificate of the environment and entitlements for each part', () => {
    const names = signings.map(({ args }) => basename(args.at(-1) ?? ''));

    expect(names.at(-1)).toBe('Gatehouse.app');
    for (const helper of ['Helper', 'Helper (GPU)', 'Helper (Renderer)', 'Helper (Plugin)'])
      expect(names).toContain(`Gatehouse ${helper}.app`);
    expect(names).toContain('Electron Framework.framework');
    for (const { args } of signings) {
      expect(option(args, '--keychain')).toBe(material['GATEHOUSE_SIGNING_KEYCHAIN']);
      expect(option(args, '--options')).toBe('runtime');
      expect(option(args, '--entitlements')).toMatch(/build\/entitlements\.mac\.plist$/);
      expect(args).toContain('--timestamp');
    }
  });

  it('changes no more after that, and has what has to be in it', async () => {
    expect(signings.at(-1)?.tree).toBe(digestOf(application));
    expect(readFileSync(join(application, 'Contents/Resources/app-update.yml'), 'utf8')).toContain('owner: someone');
    expect(readFileSync(join(application, 'Contents/Resources/LICENSES.chromium.html'), 'utf8')).toContain(
      'stands for',
    );
    const wire = await getCurrentFuseWire(application);
    expect(wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(FuseState.ENABLE);
    expect(wire[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
  });

  it('is sent to Apple when it is signed, and gets the ticket', () => {
    const order = calls.map(({ tool, args }) => [tool, ...args].join(' '));
    const submitted = order.findIndex(call => call.startsWith('xcrun notarytool submit'));

    expect(order[submitted]).toMatch(/--key \S+notarization\.p8 --key-id KEY1234567 --issuer 0{8}-/);
    expect(submitted).toBeGreaterThan(calls.indexOf(signings.at(-1) as ToolCall));
    expect(order.findIndex(call => call.startsWith('xcrun stapler staple'))).toBeGreaterThan(submitted);
  });

  it('leaves neither the keychain nor the certificate, and puts the list of keychains back', () => {
    const keychain = material['GATEHOUSE_SIGNING_KEYCHAIN'] ?? '';
    const security = typedTo(calls);

    expect(security.slice(-2)).toEqual([
      ['list-keychains', '-d', 'user', '-s', LOGIN_KEYCHAIN],
      ['delete-keychain', keychain],
    ]);
    expect(existsSync(join(keychain, '..'))).toBe(false);
  });

  it('tells passwords to the keychain alone, where no program can see them', () => {
    const security = typedTo(calls);
    const own = option(security.find(([command]) => command === 'create-keychain') ?? [], '-p') ?? '';

    expect(option(security.find(([command]) => command === 'import') ?? [], '-P')).toBe(SIGNING_PASSWORD);
    expect(own).toMatch(/^[\w-]{32}$/);
    expect(
      calls.flatMap(({ args }) => args).filter(arg => arg.includes(SIGNING_PASSWORD) || arg.includes(own)),
    ).toEqual([]);
    expect(calls.flatMap(({ secrets }) => secrets)).toEqual([]);
  });

  it('tells macOS what a tray application is, from when on it runs, and which links it opens', () => {
    const plist = readFileSync(join(application, 'Contents/Info.plist'), 'utf8').replaceAll(/\s*\n\s*/g, '');

    expect(plist).toContain('<key>LSUIElement</key><true/>');
    expect(plist).toContain('<key>CFBundleIdentifier</key><string>app.gatehouse.desktop</string>');
    expect(plist).toContain('<key>CFBundleExecutable</key><string>Gatehouse</string>');
    expect(plist).toContain('<key>CFBundleURLSchemes</key><array><string>gatehouse</string></array>');
    expect(plist).toContain('<key>ElectronAsarIntegrity</key>');
    const builder = readFileSync('build/electron-builder.yml', 'utf8');
    for (const [key, name] of [
      ['LSMinimumSystemVersion', 'minimumSystemVersion'],
      ['LSApplicationCategoryType', 'category'],
      ['NSHumanReadableCopyright', 'copyright'],
    ]) {
      const value = new RegExp(`^ *${name}: '?([^'\n]+)'?$`, 'm').exec(builder)?.[1];
      expect(plist).toContain(`<key>${key}</key><string>${value}</string>`);
    }
  });
});

describe('the application for Windows, signed through a stand-in for signtool', () => {
  const { application, calls, material } = signed('win32-x64');
  const powershell = calls.filter(({ tool }) => tool === 'powershell.exe');

  it('is signed in every program and library with the certificate of the environment, and changes no more', () => {
    const [call, ...more] = calls.filter(({ tool }) => tool === 'signtool');

    expect(more).toEqual([]);
    expect(call?.args.filter(arg => /\.(?:exe|dll)$/.test(arg)).map(file => basename(file))).toEqual([
      'ffmpeg.dll',
      'gatehouse.exe',
      'libEGL.dll',
    ]);
    expect(option(call?.args ?? [], '/sha1')).toBe('AB'.repeat(20));
    expect(option(call?.args ?? [], '/s')).toBe('My');
    expect(option(call?.args ?? [], '/fd')).toBe('sha256');
    expect(call?.args).toContain('/tr');
    expect(call?.tree).toBe(digestOf(application));
  });

  it('is signed from the store, which alone gets the password, and where nothing is left (stand-in for PowerShell)', () => {
    expect(material).toEqual({ GATEHOUSE_SIGNING_THUMBPRINT: 'AB'.repeat(20) });
    expect(
      powershell.map(({ args, secrets }) => [/Import-Pfx|Remove-Item/.exec(args.at(-1) ?? '')?.[0], secrets]),
    ).toEqual([
      ['Import-Pfx', ['GATEHOUSE_IMPORT_FILE', 'GATEHOUSE_IMPORT_PASSWORD']],
      ['Remove-Item', []],
    ]);
    expect(calls.at(-1)).toBe(powershell.at(-1));
    expect(calls.filter(({ args }) => args.some(arg => arg.includes(SIGNING_PASSWORD)))).toEqual([]);
    expect(calls.filter(({ tool }) => tool === 'signtool').flatMap(({ secrets }) => secrets)).toEqual([]);
  });

  it('finds its updates, and refuses those that another name signed', () => {
    expect(readFileSync(join(application, 'resources/app-update.yml'), 'utf8')).toContain(
      'publisherName:\n  - "Some One"\n',
    );
  });
});

describe('npm run installers', () => {
  it('ends with the reason before it packages anything (on Linux, told that it is macOS), when only some of the variables are set', async () => {
    const ran = exec(process.execPath, ['--input-type=module', '-e', WITH_PLATFORM], {
      env: { ...process.env, CSC_LINK: 'c2VjcmV0', STAND_IN_PLATFORM: 'darwin' },
    });

    await expect(ran).rejects.toMatchObject({
      code: 1,
      stderr: 'darwin signing: CSC_LINK is set and CSC_KEY_PASSWORD is not. Set all of them, or none.\n',
      stdout: '',
    });
  });
});

describe('the workflow of a release', () => {
  const workflow = readFileSync('.github/workflows/release.yml', 'utf8');
  const steps = workflow.split(/^ {6}- /m);
  const at = (text: string) => steps.findIndex(step => step.includes(text));
  const installers = steps[at('run: npm run installers')] ?? '';

  it.each([
    ['macOS', ['CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER']],
    ['Windows', ['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD', 'WIN_PUBLISHER_NAME']],
  ])('hands what signs on %s to the step that signs, and to no other system', (system, names) => {
    for (const name of names) {
      const value = `\${{ runner.os == '${system}' && (?:secrets|vars).${name} \\|\\| '' }}`.replace(/[${}]/g, '\\$&');
      expect(installers).toMatch(new RegExp(`^ +${name}: ${value}$`, 'm'));
    }
  });

  it('has the key for notarization in its file before, and asks the systems after', () => {
    expect(steps[at('notarization.p8')]).toContain(
      'echo "APPLE_API_KEY=$RUNNER_TEMP/notarization.p8" >> "$GITHUB_ENV"',
    );
    const order = [
      'notarization.p8',
      'run: npm run installers',
      'codesign --verify',
      'Get-AuthenticodeSignature',
      'attest-',
    ];
    expect(order.map(at)).toEqual(order.map(at).toSorted((one, other) => one - other));
    expect(order.map(at)).not.toContain(-1);
  });
});

/** The script as macOS and a new Node would run it: it reads both from the process. */
const WITH_PLATFORM = `
Object.defineProperty(process, 'platform', { value: process.env.STAND_IN_PLATFORM });
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '24.21.0' } });
process.argv = [process.execPath, 'build/installers.mjs'];
await import(${JSON.stringify(new URL('../../build/installers.mjs', import.meta.url).href)});
`;

/** Signs as the installers do, with a step that says what it sees and does not end by itself. */
const SIGNS_FOREVER = `
import { cleaningUp, runStep } from ${JSON.stringify(new URL('../../build/steps.mjs', import.meta.url).href)};
import { packagerEnvironment } from ${JSON.stringify(new URL('../../build/signing.mjs', import.meta.url).href)};
import { withSigning } from ${JSON.stringify(new URL('../../build/signing-material.mjs', import.meta.url).href)};
await cleaningUp(signal => withSigning('darwin', process.env, signal, material =>
  runStep(process.env.STEP, [], { cwd: '/', env: packagerEnvironment('darwin', process.env, material), signal })));
`;
const STEP = `
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
const keychain = process.env.GATEHOUSE_SIGNING_KEYCHAIN;
const certificate = existsSync(join(dirname(keychain), 'certificate.p12'));
const secrets = Object.keys(process.env).filter(name => /^(?:WIN_)?CSC_/.test(name));
console.log(JSON.stringify({ pid: process.pid, keychain, certificate, secrets }));
setInterval(() => undefined, 1000);
`;

/** Stand-ins for the tools in `folder`, a certificate, and a step that signs for ever. */
async function standIns(folder: string) {
  const bin = join(folder, 'bin');
  const env = {
    PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
    STAND_IN_CALLS: join(folder, 'calls.jsonl'),
    STEP: join(folder, 'step.mjs'),
    CSC_LINK: Buffer.from('stands for a certificate '.repeat(4)).toString('base64'),
    CSC_KEY_PASSWORD: SIGNING_PASSWORD,
  };
  await writeStandIns(bin);
  await writeFile(env.STAND_IN_CALLS, '');
  await writeFile(env.STEP, STEP);
  return { env };
}

function callsIn(file: string): readonly ToolCall[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter(line => line !== '').map(line => JSON.parse(line) as ToolCall);
}

/** The commands that security read. */
function typedTo(calls: readonly ToolCall[]): readonly (readonly string[])[] {
  return calls.filter(({ tool, typed }) => tool === 'security' && typed !== undefined).map(({ typed }) => typed ?? []);
}

function signed(system: SignedAbroad['system']): SignedAbroad {
  const found = inject('signed').find(candidate => candidate.system === system);
  if (found === undefined) throw new Error(`Nothing was packaged for ${system}.`);
  return found;
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at === -1 ? undefined : args[at + 1];
}
