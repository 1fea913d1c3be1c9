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

  test('tells what is wrong with a file, and where', async () => {
    const files: Record<string, string> = {
      'key.json': '{\n  "model": "m",\n  "modle": "m"\n}',
      'value.ts': '// seed: 1\nexport default {\n  model: "m",\n  seed: "x",\n};',
      'within.ts': [
        "import { defineConfig } from 'saliency-sanity';",
        'const other = { gates: [], draws: 3 };',
        'export default defineConfig({',
        '  model: "m", inputs: "i", draws: 2,',
        '  methods: ["gradient", { name: "mine", explain: (m, { values }) => values }],',
        '  gates: [',
        '    { stage: "output", metric: "ssim" },',
        '    { stage: "full", metric: "ssim", maximum: 2 },',
        '  ],',
        '});',
      ].join('\n'),
      'elsewhere.ts': [
        'const training = { data: "d", epoch: 3 };',
        'export default {',
        '  model: "m",',
        '  training,',
        '};',
      ].join('\n'),
      'comma.json': '{\n  "model": "m",\n  "seed": 1,\n}',
      'end.json': '{\n  "model": "m"\n',
      'mark.json': '\uFEFF{ "modle": "m" }',
      'syntax.ts': 'export default {\n  model: "m",\n  seed: ,\n};',
      'part.ts': 'import "./syntax.ts";\nexport default {};',
      'none.ts': 'export const model = "m";',
      'native.mjs': 'export const model = "m";\nexport const inputs = "i";',
      'empty.ts': '',
      'throws.ts': '\n\nthrow new Error("no such folder.");',
      'calls.ts': 'import { fail } from "./fails.ts";\nexport default fail();',
      'fails.ts': 'export function fail() {\n  throw new TypeError("not yet");\n}',
      'absent.ts': 'export const a = 1;\nimport x from "./nowhere.ts";\nexport default x;',
      'text.ts': 'throw "a word";',
      'list.json': '[]',
    };
    const folder = folderWith(files);
    const faults: string[] = [];
    for (const name of [...Object.keys(files).filter((each) => each !== 'fails.ts'), 'missing.ts', '.']) {
      faults.push(await loadConfig(name, folder).then(String, (error: Error) => error.message));
    }
    expect(`\n${faults.join('\n').replaceAll(/Known: .+/g, 'Known: ...')}\n`).toMatchInlineSnapshot(`
      "
      key.json:3: expected known options only, found \`modle\`. Did you mean model?
      seed in value.ts:4: expected a whole number from 0 to 4294967295, found "x".
      gates[1].maximum in within.ts:8: expected a number from 0 to 1, found 2.
      training in elsewhere.ts:4: expected known options only, found \`epoch\`. Did you mean epochs?
      comma.json:4: expected a configuration file that loads, found Unexpected token RBrace.
      end.json:2: expected a configuration file that loads, found Unexpected end of input.
      mark.json:1: expected known options only, found \`modle\`. Did you mean model?
      syntax.ts:3: expected a configuration file that loads, found Unexpected token.
      syntax.ts:3: expected a configuration file that loads, found Unexpected token.
      none.ts: expected a default export, found only the named model. Write \`export default defineConfig({ ... })\`.
      native.mjs: expected a default export, found only the named inputs, model. Write \`export default defineConfig({ ... })\`.
      empty.ts: expected a default export, found none. Write \`export default defineConfig({ ... })\`.
      throws.ts:3: expected a configuration file that loads, found no such folder.
      fails.ts:2: expected a configuration file that loads, found not yet.
      absent.ts:2: expected a configuration file that loads, found Cannot find module './nowhere.ts'.
      text.ts: expected a configuration file that loads, found a word.
      list.json: expected an object with options, found [].
      missing.ts: expected a configuration file, found no such file.
      .: expected a configuration file that loads, found a folder.
      "
    `);
  });

  test('takes a script that knows no modules', async () => {
    const folder = folderWith({ 'old.cjs': 'module.exports = { model: "m" };' });
    expect(await loadConfig('old.cjs', folder)).toEqual({ model: 'm' });
  });

  test('leaves packages that a script imports as they are', async () => {
    const folder = folderWith({
      'a.config.ts': 'import seed, { draws } from "numbers";\nexport default { seed: seed(), draws };',
      'node_modules/numbers/package.json': '{ "name": "numbers" }',
      'node_modules/numbers/index.js':
        'exports.__esModule = true; exports.default = () => 7; exports.draws = 3;',
    });
    expect(await loadConfig('a.config.ts', folder)).toEqual({ seed: 7, draws: 3 });
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
