import { describe, expect, it } from 'vitest';
import { userFolder } from '../../../electron/core/platform/index.ts';

const noEntry = () => {
  throw new Error('ENOENT: uv_os_homedir');
};

describe('The folder of the person', () => {
  it.each([
    ['what HOME says', () => '/home/me', () => ({ homedir: '/home/db' }), '/home/me'],
    ['what the user database says where HOME is empty', () => '', () => ({ homedir: '/home/db' }), '/home/db'],
    ['what the user database says where HOME is relative', () => 'me', () => ({ homedir: '/home/db' }), '/home/db'],
    ['the root where neither knows one, never the folder of the program', noEntry, noEntry, '/'],
    ['the root where both are empty', () => '', () => ({ homedir: '' }), '/'],
  ])('is %s', (_, homedir, userInfo, folder) => {
    expect(userFolder({ homedir, userInfo, program: '/srv/repository/node' })).toBe(folder);
  });
});
