import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { optionSentences } from '../../docs/option-sentences.ts';
import { optionsReference } from '../../docs/options-reference.ts';
import { prose } from '../../docs/prose.ts';
import { reportReference } from '../../docs/report-reference.ts';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { GLOSSARY } from '../../src/report/wording/glossary.ts';
import { METRICS } from '../../src/similarity/registry.ts';

/** A page of docs/. When it is behind the code: npm run reference. */
function page(name: string): Promise<string> {
  return readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
}

test('docs/options.md is what the code says', async () => {
  expect(await page('options.md')).toBe(optionsReference(COMMANDS, await optionSentences()));
});

test('docs/report.md is what the schema says', async () => {
  expect(await page('report.md')).toBe(reportReference());
});

test('docs/science.md defines every metric and every reason', async () => {
  const text = await page('science.md');
  const reasons = GLOSSARY.filter(({ docs }) => docs === 'science.md#the-verdict').map(({ key }) => key);
  const words = [
    ...Object.keys(METRICS),
    ...reasons.filter((key) => key.includes('-')),
    'undecided',
    'untrained',
  ];
  expect(words.length).toBeGreaterThan(15);
  expect(words.filter((word) => !text.includes(`\`${word}\``))).toEqual([]);
});

test('what is code in a sentence is code on a page, and an alias has as many dashes as it is long', async () => {
  for (const name of ['options.md', 'report.md']) expect(await page(name)).not.toContain('\\`');
  expect(await page('options.md')).toContain('| `--checks`, `--order`, `--orders` |');
  expect(prose('a `b|c` | *d* <e>: `f`')).toBe('a `b\\|c` \\| \\*d\\* &lt;e&gt;: `f`');
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
