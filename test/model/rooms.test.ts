import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../src');
const MODEL = join(ROOT, 'model');

/** Paths below src/model that the files of a folder import, `from` them. */
function importsOf(folder: string): { from: string; to: string }[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .flatMap(({ parentPath, name }) => {
      const text = readFileSync(join(parentPath, name), 'utf8');
      const specifiers = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((found) => found[1]);
      const from = relative(MODEL, join(parentPath, name));
      return specifiers.map((to) => ({ from, to: relative(MODEL, join(parentPath, to)) }));
    });
}

const within = (room: string, other: string) =>
  importsOf(join(MODEL, room)).filter(({ to }) => to.startsWith(`${other}/`));

describe('the rooms of models', () => {
  test('imports are found', () => {
    expect(within('formats', 'network').length).toBeGreaterThan(5);
  });

  test('a network knows no format, nor how it is run', () => {
    expect(within('network', 'formats')).toEqual([]);
    expect(within('network', 'run')).toEqual([]);
  });

  test('running a network knows no format', () => {
    expect(within('run', 'formats')).toEqual([]);
  });

  test('formats know nothing of each other', () => {
    const own = /^formats\/(tfjs-layers|tfjs-graph|foreign)\//;
    const crossing = importsOf(join(MODEL, 'formats')).filter(({ from, to }) => {
      const [a, b] = [own.exec(from)?.[1], own.exec(to)?.[1]];
      return a !== undefined && b !== undefined && a !== b;
    });
    expect(crossing).toEqual([]);
  });

  test('the rest comes in by its two doors', () => {
    const outside = importsOf(ROOT).filter(
      ({ from, to }) => to.startsWith('formats/') && !from.startsWith('formats/'),
    );
    const doors = new Set(outside.map(({ from }) => from));
    expect([...doors].toSorted()).toEqual(['layers-model.ts', 'load.ts']);
  });
});
