import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import { InputError } from '../../src/errors.ts';

const made: string[] = [];
afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));

/** A temporary folder with these files in it. */
export async function folderOf(files: Record<string, Uint8Array | string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'inputs-'));
  made.push(root);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return root;
}

/** A PNG of `channels` per pixel, every pixel made by its index. */
export function png(width: number, height: number, channels: 1 | 2 | 3 | 4, value: (i: number) => number) {
  const pixels = Uint8Array.from({ length: width * height * channels }, (_, i) => value(i));
  const image = sharp(pixels, { raw: { width, height, channels } });
  return (channels < 3 ? image.toColourspace('b-w') : image).png().toBuffer();
}

/** The message of the InputError that a promise ends with, the temporary folder's name replaced. */
export async function fault(promise: Promise<unknown>, root = '\0'): Promise<string> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error === null) return 'no error';
  if (!(error instanceof InputError)) throw error;
  return error.message.replaceAll(root, '<folder>');
}
