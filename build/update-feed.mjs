import { writeFile } from 'node:fs/promises';

/**
 * What the application finds of its releases beside its archive, in the form of `app-update.yml`; undefined where the
 * environment names no repository. electron-builder writes the file into folders that it packs itself, and for AppImage,
 * deb and rpm; into a folder that was packed before, for Windows and macOS, it does not.
 * https://www.electron.build/publish
 */
export function updateFeed(env) {
  const [owner, repo] = (env.GITHUB_REPOSITORY ?? '').split('/');
  if (!owner || !repo) return undefined;
  const publisher = env.WIN_PUBLISHER_NAME;
  return [
    'provider: github',
    `owner: ${owner}`,
    `repo: ${repo}`,
    // As the installer of Windows names the folder in which it leaves a copy of itself, for smaller downloads.
    'updaterCacheDirName: gatehouse-updater',
    // On Windows a download is refused unless this name signed it.
    ...(publisher ? ['publisherName:', `  - ${JSON.stringify(publisher)}`] : []),
    '',
  ].join('\n');
}

/** Writes it as `file` where there is one to write. Gives a line about it. */
export async function writeUpdateFeed(file, platform, env) {
  const feed = updateFeed(env);
  if (feed === undefined) {
    return 'Updates: GITHUB_REPOSITORY is not set, so these installers will not look for updates.';
  }
  await writeFile(file, feed);
  const isUnchecked = platform === 'win32' && !env.WIN_PUBLISHER_NAME;
  return `Updates: from the releases of ${env.GITHUB_REPOSITORY}.${
    isUnchecked ? ' WIN_PUBLISHER_NAME is not set, so the signature of updates is not checked.' : ''
  }`;
}

/**
 * electron-builder's arguments about releases: the repository that a workflow runs in is where they are, and so the updates.
 * With them it writes the lists of versions (`latest.yml` and the like) beside the installers; it uploads nothing itself.
 */
export function publishing(env) {
  const [owner, repo] = (env.GITHUB_REPOSITORY ?? '').split('/');
  if (!owner || !repo) return ['--publish', 'never'];
  return [
    '--config.publish.provider=github',
    `--config.publish.owner=${owner}`,
    `--config.publish.repo=${repo}`,
    `--config.extraMetadata.homepage=https://github.com/${owner}/${repo}`,
    '--publish',
    'never',
  ];
}
