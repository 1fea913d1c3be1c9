import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '../../errors.ts';

/** A file of arrays with a description: checkpoints and finished networks. */
export interface StateFile {
  /** What the arrays belong to: a file is only used by who asks with the same key. */
  readonly key: string;
  /** Anything that JSON can hold. */
  readonly about: unknown;
  readonly arrays: ReadonlyMap<string, Float32Array>;
}

/** First bytes of a file; the number is the version of the format. */
const MAGIC = 'saliency-sanity state 1\n';

interface Header extends Omit<StateFile, 'arrays'> {
  readonly arrays: readonly (readonly [name: string, length: number])[];
  /** Of the bytes that follow the header. */
  readonly sha256: string;
}

/**
 * Writes a state at once or not at all: the bytes are on disk under another name before the file is renamed, so whoever
 * is killed meanwhile leaves the former file.
 */
export async function writeState(path: string, { key, about, arrays }: StateFile): Promise<void> {
  const parts = [...arrays.values()].map(bytesOf);
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  const header: Header = {
    key,
    about,
    arrays: [...arrays].map(([name, { length }]) => [name, length]),
    sha256: hash.digest('hex'),
  };
  const text = `${MAGIC}${JSON.stringify(header)}\n`;
  const unfinished = `${path}.${process.pid}.part`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(text);
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The state in a file, or null where there is no file. Throws InputError for a file that is damaged or something else. */
export async function readState(path: string): Promise<StateFile | null> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw refusal(path, error.code ?? error.message);
  });
  if (bytes === null) return null;
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw refusal(path, 'another kind of file');
  const end = bytes.indexOf('\n', MAGIC.length);
  const header = parse(bytes.toString('utf8', MAGIC.length, Math.max(end, 0)), path);
  const payload = bytes.subarray(end + 1);
  const total = header.arrays.reduce((sum, [, length]) => sum + 4 * length, 0);
  if (payload.length !== total) throw refusal(path, `${payload.length} bytes of ${total}`);
  if (createHash('sha256').update(payload).digest('hex') !== header.sha256) {
    throw refusal(path, 'one whose checksum differs');
  }
  const arrays = new Map<string, Float32Array>();
  let at = 0;
  for (const [name, length] of header.arrays) {
    const values = new Float32Array(length);
    bytesOf(values).set(payload.subarray(at, at + 4 * length));
    arrays.set(name, values);
    at += 4 * length;
  }
  return { key: header.key, about: header.about, arrays };
}

function parse(text: string, path: string): Header {
  try {
    const header = JSON.parse(text) as Header;
    const sound = header.arrays.every(
      ([name, length]) => typeof name === 'string' && Number.isInteger(length) && length >= 0,
    );
    if (sound && typeof header.key === 'string') return header;
  } catch {
    // Reported below: the text is no JSON, or JSON of another form.
  }
  throw refusal(path, 'a damaged header');
}

function refusal(path: string, found: string): InputError {
  return new InputError({
    thing: path,
    expected: 'a saved state of a training',
    found,
    hint: 'Delete the file to train anew.',
  });
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
