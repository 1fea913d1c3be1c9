import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ENTRIES } from '../../bench/methods/catalogue.ts';
import { FAMILIES } from '../../bench/methods/settings.ts';
import { METHODS } from '../../src/attribution/registry.ts';

const page = await readFile(new URL('../../docs/methods.md', import.meta.url), 'utf8');
const part = (name: string) => page.split(new RegExp(`<!-- npm run methods, ${name}: (?:begin|end) -->`))[1];

test('every method is of one family', () => {
  const names = METHODS.filter(({ control }) => !control).map(({ name }) => name);
  expect(Object.values(FAMILIES).flat().sort()).toEqual(names.sort());
});

test('the page has a verdict of every method, on every network that it fits. When it is behind: npm run methods -- --write', () => {
  const rows = part('verdicts').trim().split('\n');
  const cells = (row: string) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const head = cells(rows[0]);
  for (const name of Object.keys(ENTRIES)) expect(head).toContain(`${name}, cascade`);
  const known = new Map(rows.map(cells).map(([name, ...verdicts]) => [name, verdicts]));
  for (const method of Object.values(FAMILIES).flat()) {
    const verdicts = known.get(`\`${method}\``) ?? [];
    expect(
      verdicts.some((verdict) => /^[✓✗?]/.test(verdict)),
      method,
    ).toBe(true);
    const cascade = verdicts.filter((_, at) => head[at + 1].endsWith('cascade'));
    expect(cascade, method).not.toContain('not run');
  }
});
