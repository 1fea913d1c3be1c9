import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { CHECK_NAMES } from '../src/checks/registry.ts';
import { METRICS } from '../src/similarity/registry.ts';

/** Every room may use those before it, and name types of those before it. */
const ORDER = [
  'disk similarity statistics checks config/options plan model engine inputs results config',
  'attribution randomize harness baseline report cli vitest',
].flatMap((line) => line.split(' '));

const SOURCE = 'src';
const IMPORT = /\b(?:import|export)\s+(type\b)?[^;']*?from\s*'(\.[^']+)'/g;

/** Options say of what kind their values are, and some values are objects of rooms that come later. */
const VALUES = [
  'attribution/custom-method.ts',
  'inputs/generated.ts',
  'inputs/preprocess.ts',
  'model/model.ts',
];

/** The room of a file; null for those that lie in none. */
function roomOf(file: string): string | null {
  const folder = dirname(relative(SOURCE, file));
  if (folder === '.') return null;
  return folder.startsWith('config/options') ? 'config/options' : folder.split('/')[0];
}

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /(?<!\.d)\.ts$/.test(name))
  .map((name) => join(SOURCE, name));

test('every room has its place', () => {
  const rooms = new Set(files.map(roomOf).filter((room) => room !== null));
  expect([...rooms].sort()).toEqual([...ORDER].sort());
});

test('rooms use those before them only', () => {
  const backwards = files.flatMap((file) => {
    const own = roomOf(file);
    const imported = [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, type, path]) => ({
      type: type !== undefined,
      path: join(dirname(file), path),
    }));
    return imported
      .filter(({ path }) => own !== null && ORDER.indexOf(roomOf(path) ?? own) > ORDER.indexOf(own))
      .filter(({ type, path }) => {
        const isValue = VALUES.some((value) => path === join(SOURCE, value));
        return !(type && own === 'config/options' && isValue);
      })
      .map(({ path }) => `${file} -> ${path}`);
  });
  expect(backwards).toEqual([]);
});

test('figures, results and numbers need no tensor library', () => {
  const pure = ['similarity', 'statistics', 'plan', 'results', 'report'];
  const tied = files.filter(
    (file) =>
      pure.includes(roomOf(file) ?? '') &&
      /^import (?!type).*'@tensorflow\//m.test(readFileSync(file, 'utf8')),
  );
  expect(tied).toEqual([]);
});

test('what is shared names no metric, check or method', () => {
  const shared = ['engine', 'inputs', 'results', 'randomize', 'harness', 'baseline', 'report', 'statistics'];
  const edges = ['cli', 'vitest'];
  // A configuration to begin with names some; a rule of other people is one on a metric.
  const members = /^src\/(cli\/templates|statistics\/rules\/\w+)\.ts$/;
  const methods = readdirSync(join(SOURCE, 'attribution/methods')).map((file) => basename(file, '.ts'));
  const all = [...Object.keys(METRICS), ...CHECK_NAMES, ...methods];
  // Of one word are names of other things, too.
  const names = all.filter((name) => name in METRICS || name.includes('-'));
  expect(names.length).toBeGreaterThan(40);
  const naming = files
    .filter((file) => [...shared, ...edges].includes(roomOf(file) ?? '') && !members.test(file))
    .flatMap((file) => {
      const words = readFileSync(file, 'utf8').match(/(?<=')[\w-]+(?=')/g) ?? [];
      return words.filter((word) => names.includes(word)).map((word) => `${file}: ${word}`);
    });
  expect(naming).toEqual([]);
});
