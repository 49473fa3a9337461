import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLocalGateway } from '../../../electron/core/openclaw/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const signal = new AbortController().signal;

/** Looks in a home folder with these files. */
async function find(files: Record<string, string> = {}, env: Record<string, string> = {}) {
  const userFolder = await tempHome();
  const inHome = Object.fromEntries(
    Object.entries(env).map(([name, text]) => [name, text.replace('{home}', userFolder)]),
  );
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(userFolder, name)), { recursive: true });
    await writeFile(join(userFolder, name), text);
  }
  const found = await findLocalGateway({ env: inHome, userFolder }, signal);
  // Nothing of OpenClaw's is ever changed.
  for (const [name, text] of Object.entries(files)) expect(await readFile(join(userFolder, name), 'utf8')).toBe(text);
  return found;
}

const CONFIG = '.openclaw/openclaw.json';

describe('findLocalGateway', () => {
  it('finds nothing where there is no OpenClaw, and the default where there is one without settings', async () => {
    expect(await find()).toBeUndefined();
    expect(await find({ [CONFIG]: '{}' })).toMatchObject({
      url: 'ws://127.0.0.1:18789',
      tlsFingerprint: null,
      token: undefined,
      origin: expect.stringContaining(join(CONFIG)) as string,
      notes: [],
    });
  });

  it('reads port and token from a file with comments', async () => {
    const text = "{ // mine\n gateway: { port: 19001, auth: { mode: 'token', token: 'planted-token', }, }, }";
    expect(await find({ [CONFIG]: text })).toMatchObject({ url: 'ws://127.0.0.1:19001', token: 'planted-token' });
  });

  it.each([
    ['OPENCLAW_CONFIG_PATH', '{home}/elsewhere/my.json', 'elsewhere/my.json'],
    ['OPENCLAW_CONFIG_PATH', '~/elsewhere/my.json', 'elsewhere/my.json'],
    ['OPENCLAW_STATE_DIR', '{home}/state', 'state/openclaw.json'],
    ['OPENCLAW_HOME', '{home}/other', 'other/.openclaw/openclaw.json'],
  ])('follows %s=%s', async (name, value, file) => {
    expect(await find({ [file]: '{gateway:{port:19002}}' }, { [name]: value })).toMatchObject({
      url: 'ws://127.0.0.1:19002',
    });
  });

  it('lets the environment win, as OpenClaw does', async () => {
    const text = '{gateway:{port:1,auth:{token:"of-the-file"}}}';
    const env = { OPENCLAW_GATEWAY_PORT: '19003', OPENCLAW_GATEWAY_TOKEN: 'of-the-environment' };
    expect(await find({ [CONFIG]: text }, env)).toMatchObject({
      url: 'ws://127.0.0.1:19003',
      token: 'of-the-environment',
    });
    expect(await find({}, env)).toMatchObject({ url: 'ws://127.0.0.1:19003', origin: "OpenClaw's environment" });
  });

  it.each([
    ['a text with a variable', '"x-${MY_TOKEN}"', 'x-planted'],
    ['a reference to a variable', '{source:"env",provider:"default",id:"MY_TOKEN"}', 'planted'],
    ['an escaped variable', '"$${MY_TOKEN}"', '${MY_TOKEN}'],
  ])('follows %s', async (_what, token, expected) => {
    const text = `{gateway:{auth:{token:${token}}}}`;
    expect((await find({ [CONFIG]: text }, { MY_TOKEN: 'planted' }))?.token).toBe(expected);
    const own = `export MY_TOKEN="planted" # mine\n`;
    expect((await find({ [CONFIG]: text, '.openclaw/.env': own }))?.token).toBe(expected);
    expect((await find({ [CONFIG]: `{env:{vars:{MY_TOKEN:"planted"}},${text.slice(1)}` }))?.token).toBe(expected);
  });

  it.each([
    ['"${MISSING}"', /^gateway\.auth\.token names a variable that is not set here\.$/],
    ['{source:"exec",id:"op read"}', /secret set gateway\.discovered\.token$/],
    ['17', /only OpenClaw can read it/],
  ])('says so when the token %s cannot be read', async (token, note) => {
    const found = await find({ [CONFIG]: `{gateway:{auth:{token:${token}}}}` });
    expect(found?.token).toBeUndefined();
    expect(found?.notes).toEqual([expect.stringMatching(note)]);
  });

  it('takes the password where that is what the gateway wants, and nothing where it wants nothing', async () => {
    const auth = (mode: string): string => `{gateway:{auth:{mode:"${mode}",token:"t-planted",password:"p-planted"}}}`;
    expect(await find({ [CONFIG]: auth('password') })).toMatchObject({ token: undefined, password: 'p-planted' });
    expect(await find({ [CONFIG]: auth('token') })).toMatchObject({ token: 't-planted', password: undefined });
    expect(await find({ [CONFIG]: auth('none') })).toMatchObject({ token: undefined, password: undefined });
  });

  it('uses the remote gateway of a client, with its secrets and never with the local ones', async () => {
    const text = '{gateway:{mode:"remote",auth:{token:"local"},remote:{url:"wss://far.example",tlsFingerprint:"ab"}}}';
    const found = await find({ [CONFIG]: text }, { OPENCLAW_GATEWAY_TOKEN: 'local-too' });
    expect(found).toMatchObject({ url: 'wss://far.example', tlsFingerprint: 'ab', token: undefined });
  });

  it('goes where a gateway that is bound to one address listens', async () => {
    const bound = (host: string): string => `{gateway:{bind:"custom",customBindHost:"${host}"}}`;
    expect((await find({ [CONFIG]: bound('192.168.7.7') }))?.url).toBe('ws://192.168.7.7:18789');
    expect((await find({ [CONFIG]: bound('fd00::1') }))?.url).toBe('ws://[fd00::1]:18789');
    expect((await find({ [CONFIG]: bound('0.0.0.0') }))?.url).toBe('ws://127.0.0.1:18789');
    expect((await find({ [CONFIG]: bound('evil.example') }))?.url).toBe('ws://127.0.0.1:18789');
  });

  it.each(['{gateway:', '[]', '"text"', '{gateway:5}', '{gateway:{port:"x",auth:[],tls:7}}', '\u0000'])(
    'takes a file that says %j for one without settings',
    async text => expect(await find({ [CONFIG]: text })).toMatchObject({ url: 'ws://127.0.0.1:18789' }),
  );

  it('tells of a file that cannot be read or understood, without its content', async () => {
    const broken = await find({ [CONFIG]: '{gateway:{auth:{token:planted-token}}}' });
    expect(broken?.notes).toEqual([
      expect.stringMatching(/openclaw\.json cannot be understood: line 1 is not JSON5\.$/),
    ]);
    const folder = await find({ [`${CONFIG}/file`]: '' });
    expect(folder?.notes).toEqual([expect.stringMatching(/ is no file\.$/)]);
  });

  it('notes a certificate that is missing a pin, and includes', async () => {
    const found = await find({
      [CONFIG]: '{$include:"x",gateway:{tls:{enabled:true,certPath:"~/cert.pem"}}}',
      'cert.pem': 'x',
    });
    expect(found).toMatchObject({ url: 'wss://127.0.0.1:18789', tlsFingerprint: null });
    expect(found?.notes).toHaveLength(2);
  });

  it('ends with its signal', async () => {
    const ended = AbortSignal.abort(new Error('over'));
    await expect(findLocalGateway({ env: {}, userFolder: await tempHome() }, ended)).rejects.toThrow('over');
  });

  it('reads nothing that is no file, such as a device without an end', async () => {
    for (const path of ['{home}', ...(process.platform === 'win32' ? [] : ['/dev/zero'])]) {
      const found = await find({}, { OPENCLAW_CONFIG_PATH: path });
      expect(found?.notes).toEqual([expect.stringMatching(/ is no file\.$/)]);
    }
  });

  it('reads no configuration of megabytes', async () => {
    const found = await find({ [CONFIG]: ' '.repeat(4_194_305) });
    expect(found?.notes).toEqual([expect.stringMatching(/is too large to be read\.$/)]);
  });
});
