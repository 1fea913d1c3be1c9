import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { optionsReference } from '../../docs/options-reference.ts';
import { reportReference } from '../../docs/report-reference.ts';
import { COMMANDS } from '../../src/cli/commands/index.ts';

/** A page of docs/. When it is behind the code: npm run reference. */
function page(name: string): Promise<string> {
  return readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
}

test('docs/options.md is what the code says', async () => {
  expect(await page('options.md')).toBe(optionsReference(COMMANDS));
});

test('docs/report.md is what the schema says', async () => {
  expect(await page('report.md')).toBe(reportReference());
});

test.each(['tutorial.md', 'how-to.md', 'science.md', 'ci.md', 'engine.md'])(
  'commands and options that docs/%s names are there',
  async (name) => {
    const text = await page(name);
    const lines = text.matchAll(/saliency-sanity (?<command>[a-z]+)(?<rest>(?: [^\n`]*)?)/g);
    for (const { groups } of lines) {
      const { command: word, rest } = groups!;
      const command = COMMANDS.find((one) => one.name === word);
      expect(command?.name, `saliency-sanity ${word}`).toBe(word);
      const options = [...rest.replace(/#.*/, '').matchAll(/--(no-)?([a-z-]+)/g)].map(
        ([, , option]) => option,
      );
      expect(Object.keys(command!.options)).toEqual(expect.arrayContaining(options));
    }
  },
);
