import { open } from 'node:fs/promises';
import { InputError } from '../../../../errors.ts';

/** What a protobuf message may have at most. */
const MOST_BYTES = 2 ** 31 - 1;
const PART = 2 ** 28;

/** The bytes of a file of up to 2 GB. Throws InputError for one that is larger, empty or cannot be read. */
export async function readBytes(path: string, size: number): Promise<Uint8Array> {
  if (size > MOST_BYTES) {
    const hint =
      'Export the model with its weights in another file (external data), which may be of any size.';
    throw new InputError({ thing: path, expected: 'at most 2 GB', found: `${size} bytes`, hint });
  }
  return readPart(path, 0, size);
}

/**
 * Some bytes of a file, from an offset. Throws InputError where the file has fewer or cannot be read, naming `thing`, by default
 * the path.
 */
export async function readPart(
  path: string,
  offset: number,
  length: number,
  thing = path,
): Promise<Uint8Array> {
  const handle = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    const found = cause.code === 'ENOENT' ? 'no such file' : `the error ${cause.code ?? cause.message}`;
    throw new InputError({ thing, expected: 'a file that can be read', found }, { cause });
  });
  try {
    const { size } = await handle.stat();
    if (size < offset + length) {
      const expected = `${length} bytes from ${offset} on`;
      const hint = 'The file is cut off, or belongs to another model.';
      throw new InputError({ thing, expected, found: `a file of ${size} bytes`, hint });
    }
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(PART, length - at), offset + at);
      if (bytesRead === 0) throw new InputError({ thing, expected: `${length} bytes`, found: `${at} bytes` });
      at += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
