import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { loadConfig, mergeConfig } from '../../src/config/load.ts';
import { withPlace } from '../../src/config/origin.ts';
import type { PartialConfig } from '../../src/config/schema.ts';
import { InputError } from '../../src/errors.ts';

let folder: string;
let loaded: PartialConfig;
let config: Config;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'saliency-config-'));
  const text = `export default {
    model: './models/a',
    inputs: 'images',
    methods: [
      'gradient',
      'gradiant' ],
    metrics: 'ssim,hug',
    expected: {
      gradeint: 'failed',
    },
  };`;
  writeFileSync(join(folder, 'a.config.ts'), text);
  loaded = await loadConfig('a.config.ts', folder);
  config = mergeConfig([loaded, { draws: 2 }]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const hintOf = (thing: string, of: object = config, hint?: string) => {
  const error = new InputError({ thing, expected: 'something', found: 'nothing', hint });
  return (withPlace(error, of) as InputError).parts.hint;
};

test.each([
  ['method gradiant', 'Named in a.config.ts:6.'],
  ['models/a', 'Named in a.config.ts:2.'],
  ['models/a/model.json', 'Named in a.config.ts:2.'],
  ["expected['gradeint']", 'Named in a.config.ts:9.'],
  ['metric hug', 'Named in a.config.ts:7.'],
])('an error about %s has the line that names it', (thing, hint) => {
  expect(hintOf(thing)).toBe(hint);
});

test('other hints stay', () => {
  expect(hintOf('method gradiant', config, 'Did you mean gradient?')).toBe(
    'Did you mean gradient? Named in a.config.ts:6.',
  );
});

test('a line that the error has said already is not said again', () => {
  const at = (line: number) =>
    new InputError({
      thing: 'method gradiant',
      expected: 'a map',
      found: `Error: no, at a.config.ts:${line}`,
    });
  expect((withPlace(at(6), config) as InputError).parts.hint).toBeUndefined();
  expect((withPlace(at(66), config) as InputError).parts.hint).toBe('Named in a.config.ts:6.');
});

test('what the file does not name, or the command line names otherwise, has no line', () => {
  expect(hintOf('method gradian')).toBeUndefined();
  expect(hintOf('baseline.json')).toBeUndefined();
  expect(hintOf('method gradiant', mergeConfig([loaded, { methods: 'gradiant' }]))).toBeUndefined();
  expect(hintOf('method gradiant', { ...config })).toBeUndefined();
});

test('other errors are left alone', () => {
  const error = new Error('method gradiant');
  expect(withPlace(error, config)).toBe(error);
});
