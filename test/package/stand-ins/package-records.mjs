// What dpkg-deb and rpmbuild are told of a package, with the fields that fpm writes.
// https://github.com/jordansissel/fpm/tree/main/templates
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The file `control` of a package of Debian: https://www.debian.org/doc/debian-policy/ch-controlfields.html */
export function debControl(options, lists) {
  const [first, ...more] = options['--description'].split('\n').map(line => line.trim());
  return `${[
    `Package: ${options['--name']}`,
    `Version: ${options['--version']}`,
    `License: ${options['--license']}`,
    `Vendor: ${options['--vendor']}`,
    `Architecture: ${options['--architecture']}`,
    `Maintainer: ${options['--maintainer']}`,
    `Depends: ${lists['-d'].join(', ')}`,
    `Recommends: ${lists['--deb-recommends'].join(', ')}`,
    'Section: default',
    `Priority: ${options['--deb-priority']}`,
    `Homepage: ${options['--url']}`,
    `Description: ${first}`,
    ...more.map(line => ` ${line}`),
  ].join('\n')}\n`;
}

/**
 * The specification of an rpm package. As with fpm it owns its files, and of folders those that `--directories` names, with
 * all below them: https://rpm-software-management.github.io/rpm/manual/spec.html
 */
export function rpmSpec({ options, lists, stage, scripts }) {
  const entries = readdirSync(stage, { recursive: true }).map(name => `/${name}`);
  const isFolder = name => statSync(path.join(stage, name)).isDirectory();
  const isOwned = name => lists['--directories'].some(folder => name === folder || name.startsWith(`${folder}/`));
  return `${[
    '%define _build_id_links none',
    '%define __os_install_post %{nil}',
    // The fastest one: nobody keeps what is made here.
    '%define _binary_payload w1.gzdio',
    `Name: ${options['--name']}`,
    `Version: ${options['--version']}`,
    'Release: 1',
    `Summary: ${options['--rpm-summary']}`,
    'AutoReqProv: no',
    'Group: default',
    `License: ${options['--license']}`,
    `Vendor: ${options['--vendor']}`,
    `URL: ${options['--url']}`,
    `Packager: ${options['--maintainer']}`,
    ...lists['-d'].map(name => `Requires: ${name}`),
    ...lists['--rpm-tag'],
    `%description\n${options['--description']}`,
    ...Object.entries(scripts).map(([moment, script]) => `%${moment}\n${script}`),
    '%files',
    '%defattr(-,root,root,-)',
    ...entries.filter(name => isFolder(name) && isOwned(name)).map(name => `%dir ${name}`),
    ...entries.filter(name => !isFolder(name)),
  ].join('\n')}\n`;
}
