#!/usr/bin/env node
// Stands for fpm, which electron-builder would download: takes the arguments that electron-builder gives, lays the files out
// with the modes that they have, as fpm does, and lets dpkg-deb or rpmbuild make the package. What it does not know it
// refuses. https://fpm.readthedocs.io/en/latest/cli-reference.html
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { debControl, rpmSpec } from './package-records.mjs';

const FLAGS = new Set(['--force']);
const LISTS = new Set(['-d', '--deb-recommends', '--directories', '--rpm-tag']);
const VALUES = new Set([
  ...[
    '-s',
    '-t',
    '--architecture',
    '--after-install',
    '--after-remove',
    '--description',
    '--version',
    '--package',
    '--name',
  ],
  ...['--maintainer', '--vendor', '--url', '--license', '--deb-compression', '--deb-priority', '--rpm-os'],
  ...['--rpm-compression', '--rpm-summary'],
]);

/** Debian's names of processors, where rpm has its own. */
const RPM_NAMES = { amd64: 'x86_64', arm64: 'aarch64' };

const { options, lists, mappings } = readArguments(process.argv.slice(2));
const work = mkdtempSync(path.join(tmpdir(), 'gatehouse-fpm-'));
try {
  const stage = path.join(work, 'stage');
  mkdirSync(stage, { mode: 0o755 });
  for (const mapping of mappings) layOut(mapping, stage);
  rmSync(options['--package'], { force: true });
  if (options['-t'] === 'deb') makeDeb(stage);
  else if (options['-t'] === 'rpm') makeRpm(stage, work);
  else throw new Error(`Packages of the kind ${options['-t']} are not made here.`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function readArguments(given) {
  const read = { options: {}, lists: Object.fromEntries([...LISTS].map(name => [name, []])), mappings: [] };
  const rest = [...given];
  while (rest.length > 0) {
    const name = rest.shift();
    if (VALUES.has(name)) read.options[name] = rest.shift();
    else if (LISTS.has(name)) read.lists[name].push(rest.shift());
    else if (!name.startsWith('-')) read.mappings.push(name);
    else if (!FLAGS.has(name)) throw new Error(`fpm stands here without the option ${name}.`);
  }
  return read;
}

/** A folder's content where its name ends with a slash, a file otherwise; the folder's own mode comes along. */
function layOut(mapping, stage) {
  const [from, to] = mapping.split('=');
  const target = path.join(stage, to);
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o755 });
  cpSync(from, target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  for (const name of statSync(target).isDirectory() ? ['', ...readdirSync(target, { recursive: true })] : ['']) {
    chmodSync(path.join(target, name), statSync(path.join(from, name)).mode & 0o7777);
  }
}

function makeDeb(stage) {
  const records = path.join(stage, 'DEBIAN');
  mkdirSync(records, { mode: 0o755 });
  writeFileSync(path.join(records, 'control'), debControl(options, lists));
  for (const [option, name] of [
    ['--after-install', 'postinst'],
    ['--after-remove', 'postrm'],
  ]) {
    writeFileSync(path.join(records, name), readFileSync(options[option]), { mode: 0o755 });
  }
  const files = ['-Zgzip', '-z1', '--root-owner-group', '--build', stage, options['--package']];
  execFileSync('dpkg-deb', files, { stdio: ['ignore', 'ignore', 'inherit'] });
}

function makeRpm(stage, work) {
  const spec = path.join(work, 'gatehouse.spec');
  writeFileSync(spec, rpmSpec({ options, lists, stage, scripts: { post: text('install'), postun: text('remove') } }));
  const defines = [`_topdir ${work}/build`, `_rpmdir ${work}`, `buildroot ${stage}`, '_rpmfilename made.rpm'];
  execFileSync(
    'rpmbuild',
    [
      ...[
        '-bb',
        '--quiet',
        '--target',
        `${RPM_NAMES[options['--architecture']] ?? options['--architecture']}-unknown-linux`,
        '--buildroot',
        stage,
      ],
      ...defines.flatMap(define => ['--define', define]),
      spec,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  cpSync(path.join(work, 'made.rpm'), options['--package']);
}

function text(moment) {
  return readFileSync(options[`--after-${moment}`], 'utf8');
}
