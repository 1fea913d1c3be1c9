import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, win32 } from 'node:path';
import { faultWords } from '../../../disk/fault-words.ts';
import { InputError } from '../../../errors.ts';
import type { ModelDocument } from './document.ts';
import type { WeightGroup } from './manifest.ts';

/** Node reads less than 2 GiB at once. */
const MAXIMUM_READ = 2 ** 30;

/** A weight file that lies inside the model's folder. */
export interface Shard {
  /** As model.json names it. */
  readonly name: string;
  /** Links resolved. */
  readonly file: string;
  readonly bytes: number;
}

/**
 * The shards of every group. Checks, before anything is read, that they lie inside the model's folder and that their
 * sizes add up to what the manifest declares: later allocations are bounded by the bytes on the disk.
 */
export async function locateShards(
  { path, folder }: Pick<ModelDocument, 'path' | 'folder'>,
  groups: readonly WeightGroup[],
): Promise<Shard[][]> {
  const seen = new Set<string>();
  const located: Shard[][] = [];
  for (const group of groups) {
    const shards: Shard[] = [];
    for (const name of group.paths) {
      const shard = await locateShard(path, folder, name);
      // A shard that is counted twice would let a small file vouch for a large allocation.
      if (seen.has(shard.file)) fail(path, 'every weight file to be listed once', `${name} more than once`);
      seen.add(shard.file);
      shards.push(shard);
    }
    checkSize(path, group, shards);
    located.push(shards);
  }
  return located;
}

async function locateShard(path: string, folder: string, name: string): Promise<Shard> {
  const thing = `${path}: weight file ${JSON.stringify(name)}`;
  const inside = "a path inside the model's folder";
  if (isAbsolute(name) || win32.isAbsolute(name)) fail(thing, inside, 'an absolute path');
  if (name.split(/[\\/]/).includes('..')) fail(thing, inside, 'a path that leaves it');
  if (name.includes('\0')) fail(thing, inside, 'a name with a zero byte');
  const file = await realpath(join(folder, name)).catch(() => null);
  if (file === null) return fail(thing, 'a file', 'no such file');
  const fromFolder = relative(folder, file);
  if (fromFolder.startsWith('..') || isAbsolute(fromFolder)) fail(thing, inside, 'a link that leaves it');
  const entry = await stat(file);
  if (!entry.isFile()) fail(thing, 'a file', 'something else');
  return { name, file, bytes: entry.size };
}

function checkSize(path: string, group: WeightGroup, shards: readonly Shard[]): void {
  const found = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  if (found === group.bytes) return;
  const names = shards.map((shard) => shard.name);
  const listed = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const expected = `${group.bytes} bytes for ${group.weights.length} weights`;
  const hint = found < group.bytes ? 'The file is cut off, or shapes are wrong.' : undefined;
  throw new InputError({
    thing: `${path}: weight files ${listed.join(', ') || '(none)'}`,
    expected,
    found: `${found} bytes`,
    hint,
  });
}

/** Reads the bytes of shards one after the other, across their boundaries. */
export class ShardReader {
  readonly #shards: readonly Shard[];
  #next = 0;
  #handle: FileHandle | null = null;

  constructor(shards: readonly Shard[]) {
    this.#shards = shards;
  }

  /** The next bytes, in an array buffer of their own. Throws InputError where the shards end before. */
  async take(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
    const target = new Uint8Array(bytes);
    let filled = 0;
    while (filled < bytes) {
      if (!this.#handle) this.#handle = await this.#openNext();
      const { bytesRead } = await this.#handle.read(target, filled, Math.min(bytes - filled, MAXIMUM_READ));
      filled += bytesRead;
      if (bytesRead === 0) await this.close();
    }
    return target;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }

  async #openNext(): Promise<FileHandle> {
    const shard = this.#shards[this.#next++];
    if (!shard)
      return fail('weight files', 'the size that they had before', 'files that were cut while being read');
    return open(shard.file, 'r').catch((cause: NodeJS.ErrnoException) =>
      fail(`weight file ${shard.name}`, 'a readable file', faultWords(cause)),
    );
  }
}

function fail(thing: string, expected: string, found: string): never {
  throw new InputError({ thing, expected, found });
}
