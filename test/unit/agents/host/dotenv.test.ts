import { describe, expect, it } from 'vitest';
import { parseDotenv, readDotenv } from '../../../../electron/core/agents/host/dotenv.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

describe('parseDotenv', () => {
  it.each([
    ['A=1', { A: '1' }],
    ['\uFEFFexport A = "x y" # note', { A: 'x y' }],
    ["A='#1'\r\nB=2 # note", { A: '#1', B: '2' }],
    ['A="line\\nbreak \\"q\\""', { A: 'line\nbreak "q"' }],
    ['A=1\nA=2', { A: '2' }],
    ['# A=1\nnonsense\n=3\n1A=2\nB=', { B: '' }],
    ['A=a\0b', {}],
    ['A="open', { A: '"open' }],
  ])('reads %j', (text, expected) => expect(Object.fromEntries(parseDotenv(text))).toEqual(expected));

  it('takes time in proportion to a hostile line', () => {
    const hostile = `A=x${' '.repeat(400_000)}y${' #'.repeat(100_000)}`;
    expect(parseDotenv(hostile).size).toBe(1);
  });
});

it('readDotenv takes a missing file and a folder for an empty one', async () => {
  const folder = await tempHome();
  expect((await readDotenv(folder)).size).toBe(0);
  expect((await readDotenv(`${folder}/none`)).size).toBe(0);
});
