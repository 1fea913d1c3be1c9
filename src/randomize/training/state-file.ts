import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { faultWords } from '../../disk/fault-words.ts';
import { writeWholeFile } from '../../disk/whole-file.ts';
import { InputError } from '../../errors.ts';

/** A file of arrays with a description: checkpoints and finished networks. */
export interface StateFile {
  /** What the arrays belong to: a file is only used by who asks with the same key. */
  readonly key: string;
  /** Anything that JSON can hold. */
  readonly about: unknown;
  readonly arrays: ReadonlyMap<string, Float32Array>;
}

/** First bytes of a file; the number is the version of the format. A line with a hash of all that follows comes next. */
const MAGIC = 'saliency-sanity state 2\n';
const HASH_LENGTH = 64;

interface Header extends Omit<StateFile, 'arrays'> {
  readonly arrays: readonly (readonly [name: string, length: number])[];
}

/**
 * Writes a state at once or not at all: the bytes are on disk under another name before the file is renamed, so whoever
 * is killed meanwhile leaves the former file. Throws InputError where it cannot be written.
 */
export async function writeState(path: string, { key, about, arrays }: StateFile): Promise<void> {
  const lengths = [...arrays].map(([name, { length }]) => [name, length] as const);
  const header: Header = { key, about, arrays: lengths };
  const parts = [Buffer.from(`${JSON.stringify(header)}\n`), ...[...arrays.values()].map(bytesOf)];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  await writeWholeFile(path, [`${MAGIC}${hash.digest('hex')}\n`, ...parts], { synced: true });
}

/** The state in a file, or null where there is no file. Throws InputError for a file that is damaged or something else. */
export async function readState(path: string): Promise<StateFile | null> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw refusal(path, faultWords(error));
  });
  if (bytes === null) return null;
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw refusal(path, 'another kind of file');
  const start = MAGIC.length + HASH_LENGTH + 1;
  const content = bytes.subarray(start);
  const hash = createHash('sha256').update(content).digest('hex');
  if (bytes.toString('latin1', MAGIC.length, start) !== `${hash}\n`) {
    throw refusal(path, 'one that was cut off or changed: its checksum differs');
  }
  const end = content.indexOf('\n');
  const header = parse(content.toString('utf8', 0, end), path);
  const payload = content.subarray(end + 1);
  const total = header.arrays.reduce((sum, [, length]) => sum + 4 * length, 0);
  if (payload.length !== total) throw refusal(path, `${payload.length} bytes of ${total}`);
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
