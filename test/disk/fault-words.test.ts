import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultWords } from '../../src/disk/fault-words.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saliency-words-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['none', 'no such file or folder'],
  ['', 'a folder'],
  ['file/inside', 'a file where a folder should be'],
  ['n'.repeat(300), 'a name that is too long'],
])('says what was found in place of the file %j', async (name, words) => {
  const error = await readFile(join(folder, name)).then(
    () => null,
    (found: NodeJS.ErrnoException) => found,
  );
  expect(error && faultWords(error)).toBe(words);
});

test('gives the code, or the message, of what it has no words for', () => {
  const error = new Error('message');
  expect(faultWords(Object.assign(new Error('message'), { code: 'EMFILE' }))).toBe('EMFILE');
  expect(faultWords(error)).toBe('message');
});
