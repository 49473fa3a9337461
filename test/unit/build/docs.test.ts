import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describedCommands } from '../../../build/docs/commands.ts';
import { generatedDocuments } from '../../../build/docs.ts';
import { leafSettings } from '../../../electron/core/config/index.ts';
import { ROOT } from '../../helpers/built.ts';

const documents = generatedDocuments();

describe('the documents that are made from the program', () => {
  it.each(Object.keys(documents))('%s is what the program says now; else: npm run docs', name => {
    expect(readFileSync(join(ROOT, name), 'utf8')).toBe(documents[name]);
  });

  it('tell every setting with a sentence and the default in force', () => {
    const text = documents['docs/configuration.md'] ?? '';
    for (const { key } of leafSettings().values()) expect(text).toMatch(new RegExp(`^\\| \`${key}\`.*\\w \\|$`, 'm'));

    expect(text).toMatch(/^\| `gateway\.scopes`.*\| `\["operator\.read"\]` \|/m);
    expect(text).toMatch(/^\| `proxy\.port`.*\| `11435` \| 0 to 65535 \|/m);
    expect(text).toMatch(/^\| `gateway\.discover`.*\| on \|/m);
    expect(text).toMatch(/^\| `subscriptions\.thresholdPct`.*\| `95` \| 0, or 50 to 100 \|/m);
  });

  it('tell every command with its options and at least one example', () => {
    for (const { name, help, options } of describedCommands()) {
      expect(documents['docs/commands.md']).toContain(`## ${name}\n\n\`\`\`text\nUsage: ${name}`);
      for (const option of options) expect(help).toContain(option);
      expect(help, name).toContain('Examples:\n  $ ');
    }
  });
});
