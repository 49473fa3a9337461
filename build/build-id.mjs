// Which sources a build was made of: the commit, so that the same sources give the same bytes anywhere.
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

/** What SemVer allows behind the plus: https://semver.org/#spec-item-10 */
const ALLOWED = /^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/;

/**
 * The commit of `root`, with `.changed` behind it when files differ from it. `GATEHOUSE_BUILD` says it where there is no
 * repository, such as in a container's build. Undefined when nothing tells; throws when the variable is no build id.
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 */
export function buildId(root, env) {
  const given = env.GATEHOUSE_BUILD;
  if (given) {
    if (!ALLOWED.test(given)) throw new Error('GATEHOUSE_BUILD may hold letters, digits, hyphens and dots only.');
    return given;
  }
  const top = git(root, 'rev-parse', '--show-toplevel');
  // Unpacked into somebody else's repository, the commit would be theirs.
  if (top === undefined || realpathSync(top) !== realpathSync(root)) return undefined;
  const commit = git(root, 'rev-parse', '--short=12', 'HEAD');
  if (commit === undefined) return undefined;
  return git(root, 'status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}.changed`;
}

function git(root, ...args) {
  const { status, stdout } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
