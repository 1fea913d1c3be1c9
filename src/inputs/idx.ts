import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import { IDX_READERS, type IdxHeader, LONGEST_IDX_HEADER, parseIdxHeader } from './idx-header.ts';

/** An array as an IDX file holds it. 8-bit numbers without sign stay as they are; others are converted to float32. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array | Float32Array;
}

/** Deflate cannot shrink further. */
const MOST_PER_COMPRESSED_BYTE = 1032;

/** Whether a file begins as an IDX file does, or as a gzip file. False for files that cannot be read. */
export async function looksLikeIdx(path: string): Promise<boolean> {
  const bytes = Buffer.alloc(4);
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead } = await file.read(bytes, 0, 4, 0);
      return bytesRead === 4 && (isGzip(bytes) || (bytes[0] === 0 && bytes[1] === 0 && bytes[3] > 0));
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

/**
 * Reads an IDX file, the format of MNIST, gzipped or not. The sizes that its header claims are compared with the size of
 * the file before anything is allocated, and unpacking stops where more comes than they say.
 * @throws InputError when the file is missing, is no IDX file, is cut off, or too large.
 */
export async function readIdx(path: string): Promise<IdxArray> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ thing: path, expected: 'an IDX file', found: faultWords(error) });
  });
  let size: number;
  let compressed: boolean;
  try {
    const stat = await file.stat();
    if (!stat.isFile())
      throw new InputError({ thing: path, expected: 'an IDX file', found: 'no regular file' });
    size = stat.size;
    compressed = isGzip(await firstBytes(file, 2));
  } finally {
    await file.close();
  }
  const bytes = await unpacked(path, compressed, (header) => {
    const total = header.start + header.count * IDX_READERS[header.dtype].bytes;
    if (compressed ? total <= MOST_PER_COMPRESSED_BYTE * size : total === size) return;
    throw new InputError({
      thing: path,
      expected: `${total} bytes for ${header.dtype} [${header.shape.join(', ')}]`,
      found: `${size} ${compressed ? 'compressed ' : ''}bytes`,
    });
  });
  const { shape, dtype, start, count } = parseIdxHeader(bytes, path);
  return { shape, values: IDX_READERS[dtype].read(bytes, start, count) };
}

/** The bytes of a file, up to the number that its header asks for; `check` is called with the header before the rest is read. */
async function unpacked(
  path: string,
  compressed: boolean,
  check: (header: IdxHeader) => void,
): Promise<Buffer> {
  const source = createReadStream(path);
  const stream = compressed ? source.pipe(createGunzip()) : source;
  source.on('error', (error) => stream.destroy(error));
  const parts: Buffer[] = [];
  let [length, total] = [0, Number.POSITIVE_INFINITY];
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (total === Number.POSITIVE_INFINITY && length >= LONGEST_IDX_HEADER) total = measured();
      if (length > total) break;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const found = `data that does not unpack (${(error as Error).message})`;
    throw new InputError({ thing: path, expected: 'an IDX file, gzipped or not', found }, { cause: error });
  } finally {
    source.destroy();
  }
  if (total === Number.POSITIVE_INFINITY) total = measured();
  if (length === total) return Buffer.concat(parts);
  throw new InputError({
    thing: path,
    expected: `${total} bytes, as its header says`,
    found: length > total ? 'more' : `${length}`,
    hint: length < total ? 'The file is cut off.' : undefined,
  });

  function measured(): number {
    const header = parseIdxHeader(Buffer.concat(parts), path);
    check(header);
    return header.start + header.count * IDX_READERS[header.dtype].bytes;
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function firstBytes(file: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  await file.read(bytes, 0, length, 0);
  return bytes;
}
