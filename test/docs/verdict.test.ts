import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WORLDS } from '../../bench/calibration/worlds.ts';
import { ENTRIES } from '../../bench/verdicts/catalogue.ts';
import { seedsOf } from '../../bench/verdicts/seeds.ts';

const page = readFileSync('docs/verdict.md', 'utf8');

/** The cells of the rows between two lines of the page that hold these texts, heads and rules left out. */
function rowsBetween(begin: string, end: string): string[][] {
  const [from, to] = [begin, end].map((text) => page.indexOf(text));
  const lines = page.slice(from, to).split('\n');
  const rows = lines.filter((line, at) => line.startsWith('| ') && lines[at - 1].startsWith('| '));
  return rows
    .filter((line) => !line.startsWith('| ---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test.each([
  [10, 1, [0, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  [3, 20, [0, 1, 2]],
  [2, 0, [1, 2]],
])('%i seeds of a network that was trained with %i', (count, trainedWith, seeds) => {
  expect(seedsOf(count, { trainedWith })).toEqual(seeds);
});

test('the page has ten runs of every method that has a place on a network, none of the seed of a training', () => {
  const rows = rowsBetween('npm run verdicts, verdicts: begin', 'The small networks were trained');
  expect(rows.map(([name]) => name)).toEqual(
    Object.values(ENTRIES).map(({ words, relus }) => `${words} (${relus})`),
  );
  for (const [, ...cells] of rows) {
    const counts = cells.filter((cell) => cell !== '').map((cell) => cell.match(/\d+/g)!.map(Number));
    for (const each of counts) expect(each.reduce((sum, count) => sum + count)).toBe(10);
  }
  const seeds = rowsBetween('On how many of the networks', 'npm run verdicts, verdicts: end');
  const trained = new Set(Object.values(ENTRIES).map(({ trainedWith }) => String(trainedWith)));
  expect(seeds).toHaveLength(10);
  for (const [seed] of seeds) expect(trained).not.toContain(seed);
});

test('every network of the calibration has its controls on the page, and none passes', () => {
  const rows = rowsBetween('npm run calibrate, controls: begin', 'npm run calibrate, controls: end');
  expect([...new Set(rows.map(([network]) => network))]).toEqual(WORLDS.map(({ name }) => name));
  for (const row of rows) expect(row.slice(3, 6)).toEqual(['0', '0', '0']);
});

test('the goal of ten times fewer maps is counted as the table of verdicts has it, for every network', () => {
  const rows = rowsBetween('--decide (8 x 3', '| network | stages |');
  const goals = rowsBetween('network | stages |', 'npm run calibrate, deciding: end');
  expect(goals.map(([network]) => network)).toEqual(WORLDS.map(({ name }) => name));
  for (const [network, , reached, of] of goals) {
    const own = rows.filter(([name]) => name === network);
    const early = own.filter(([, , , , verdicts, , , fewer]) => {
      const [passed, failed, open] = verdicts.split(' / ').map(Number);
      return Number(fewer) >= 10 && passed + failed >= 0.95 * (passed + failed + open);
    });
    expect([early.length, own.length].map(String)).toEqual([reached, of]);
  }
});
