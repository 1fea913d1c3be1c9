import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findConfig, loadConfig, mergeConfig } from '../../src/config/load.ts';

let root: string;
let unique = 0;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'saliency-config-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** A new folder with the given files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = join(root, String(unique++));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe('loadConfig', () => {
  const script = `import { defineConfig } from 'saliency-sanity';
    import { draws } from './draws.mjs';
    export default defineConfig({ model: 'model', inputs: 'images', draws });`;
  const draws = { 'draws.mjs': 'export const draws = 3;' };

  test.each([
    ['saliency-sanity.config.ts', `${script}\nexport type Unused = number;`],
    ['saliency-sanity.config.mts', `${script}\nexport type Unused = number;`],
    ['saliency-sanity.config.js', script],
    ['saliency-sanity.config.mjs', script],
    ['saliency-sanity.config.json', '{ "model": "model", "inputs": "images", "draws": 3 }'],
    ['saliency-sanity.config.json', '\uFEFF{ "model": "model", "inputs": "images", "draws": 3 }'],
  ])('reads %s', async (name, text) => {
    const folder = folderWith({ [name]: text, ...draws });
    const found = await findConfig(folder);
    expect(found).toBe(join(folder, name));
    expect(await loadConfig(found!, folder)).toEqual({ model: 'model', inputs: 'images', draws: 3 });
  });

  test('gives a script this very library', async () => {
    const folder = folderWith({
      'a.config.ts': `import { defineConfig } from 'saliency-sanity';
        export default { model: 'm', inputs: 'i', preprocess: defineConfig };`,
    });
    const { defineConfig } = await import('../../src/config/config.ts');
    expect((await loadConfig('a.config.ts', folder)).preprocess).toBe(defineConfig);
  });

  test('makes paths relative to the working folder, which in the file are relative to the file', async () => {
    const folder = folderWith({
      'project/saliency-sanity.config.json':
        '{ "model": "./model", "inputs": "/data/images", "labels": "../labels.json", "out": "." }',
    });
    expect(await loadConfig('project/saliency-sanity.config.json', folder)).toEqual({
      model: 'project/model',
      inputs: relative(folder, '/data/images'),
      labels: 'labels.json',
      out: 'project',
    });
  });

  test('tells what is wrong with a file', async () => {
    const folder = folderWith({
      'key.json': '{ "modle": "m" }',
      'value.ts': 'export default { seed: "x" };',
      'syntax.json': '{ "model": ',
      'syntax.ts': 'export default {',
      'none.ts': 'export const model = "m";',
      'throws.ts': 'throw new Error("no such folder");',
      'list.json': '[]',
    });
    const faults: string[] = [];
    for (const name of ['key.json', 'value.ts', 'none.ts', 'throws.ts', 'list.json', 'missing.ts']) {
      faults.push(await loadConfig(name, folder).then(String, (error: Error) => error.message));
    }
    expect(`\n${faults.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      key.json: expected known options only, found \`modle\`. Did you mean model?
      seed in value.ts: expected a whole number from 0 to 4294967295, found "x".
      [object Object]
      throws.ts: expected a configuration file that loads, found no such folder.
      list.json: expected an object with options, found [].
      missing.ts: expected a configuration file, found no such file.
      "
    `);
    // The rest of these messages belongs to the parsers.
    await expect(loadConfig('syntax.json', folder)).rejects.toThrow(
      /^syntax\.json: expected a configuration file that loads, found /,
    );
    await expect(loadConfig('syntax.ts', folder)).rejects.toThrow(
      /^syntax\.ts: expected a configuration file that loads, found /,
    );
  });
});

describe('findConfig', () => {
  test('finds nothing in a folder without one', async () => {
    expect(await findConfig(folderWith({ 'config.json': '{}' }))).toBeNull();
  });

  test('prefers TypeScript over JSON', async () => {
    const folder = folderWith({ 'saliency-sanity.config.json': '{}', 'saliency-sanity.config.ts': '' });
    expect(await findConfig(folder)).toBe(join(folder, 'saliency-sanity.config.ts'));
  });
});

describe('mergeConfig', () => {
  test('lets later parts win, and undefined say nothing', () => {
    const merged = mergeConfig([
      { model: 'a', inputs: 'i', draws: 3, seed: 1 },
      { model: 'b', seed: undefined, resume: false },
    ]);
    expect(merged).toEqual({ model: 'b', inputs: 'i', draws: 3, seed: 1, resume: false });
  });

  test.each([
    [{ inputs: 'i' }, 'model: expected the path of a model, found nothing. Try demo.'],
    [{ model: 'm' }, 'inputs: expected a folder of images or a .npy file, found nothing. Try demo.'],
  ])('asks for what has no default: %o', (part, message) => {
    expect(() => mergeConfig([part], 'Try demo.')).toThrow(message);
  });
});
