import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { requireWritable } from '../../src/disk/require-writable.ts';
import { InputError } from '../../src/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'saliency-sanity-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('takes a folder that does not exist, and does not make it', async () => {
  await requireWritable(join(folder, 'a', 'b'));
  expect(readdirSync(folder)).toEqual([]);
  await requireWritable('no-such/folder/here');
  expect(existsSync('no-such')).toBe(false);
});

test('refuses a file, or a place below one', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'kept');
  for (const place of [file, join(file, 'sub')]) {
    await expect(requireWritable(place)).rejects.toThrow(InputError);
  }
  expect(readFileSync(file, 'utf8')).toBe('kept');
});

test('names what is at fault in the words that it was given in', async () => {
  const refusal = (path: string, thing?: string) =>
    requireWritable(path, thing).catch((error: Error) => error.message);
  expect(await refusal('package.json/a/b')).toMatchInlineSnapshot(
    `"package.json/a/b: expected a folder that can be written, found a file where a folder should be, package.json/a/b. Choose another folder with --out."`,
  );
  expect(await refusal('./package.json', '--out')).toMatchInlineSnapshot(
    `"--out: expected a folder that can be written, found ./package.json, which is a file."`,
  );
});
