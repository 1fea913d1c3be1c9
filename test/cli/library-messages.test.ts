import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withoutLibraries } from '../../src/cli/library-messages.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'messages-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What reaches a console of what a file logs. */
async function logged(file: string): Promise<unknown[]> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "export const talk = (console) => { console.warn('a', 1); console.log('b'); };");
  const { talk } = await import(pathToFileURL(path).href);
  const seen: unknown[] = [];
  const log = (...parts: unknown[]) => seen.push(parts);
  talk(withoutLibraries({ ...console, warn: log, log }));
  return seen;
}

test.each([
  ['method.mjs', true],
  ['node_modules/own-package/index.mjs', true],
  ['node_modules/@tensorflow/tfjs-layers/dist/layers/recurrent.mjs', false],
  ['node_modules/vega-view/index.mjs', false],
  ['project/node_modules/onnxruntime-node/dist/index.mjs', false],
])('what %s logs is shown: %s', async (file, shown) => {
  expect(await logged(file)).toEqual(shown ? [['a', 1], ['b']] : []);
});
