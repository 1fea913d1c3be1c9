import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { draftIn, removeLeftDrafts } from './drafts.ts';
import { makeFolder } from './make-folder.ts';
import { writeFault } from './write-fault.ts';

/** What a file is to hold: whole, or in parts that are written one after the other. */
export type Content =
  | Uint8Array
  | string
  | Iterable<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>;

/**
 * Writes a file whole or not at all, in a folder that is made where it is missing: under another name in the same folder
 * first, then renamed, so that a link in its place is replaced and not followed. What is no regular file (a pipe,
 * `/dev/stdout`) is written to as it is. With `synced` the bytes are on the disk before the file takes its name.
 * @throws InputError when it cannot be written; what stood there before is then still there. Errors of whoever makes the
 * content pass as they are.
 */
export async function writeWholeFile(
  path: string,
  content: Content,
  { synced = false }: { readonly synced?: boolean } = {},
): Promise<void> {
  const folder = dirname(path);
  let draft: string | null = null;
  try {
    if (await isSpecial(path)) return await fill(path, 'a', content, false);
    makeFolder(folder);
    await removeLeftDrafts(folder);
    draft = draftIn(folder);
    await fill(draft, 'wx', content, synced);
    await rename(draft, path);
  } catch (error) {
    if (draft !== null) await rm(draft, { force: true }).catch(() => {});
    throw writeFault(path, error) ?? error;
  }
}

async function fill(path: string, flags: string, content: Content, synced: boolean): Promise<void> {
  const file = await open(path, flags);
  try {
    if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content);
    else for await (const part of content) await file.writeFile(part);
    if (synced) await file.sync();
  } finally {
    await file.close();
  }
}

/** Whether something else than a file stands at a path, or one of the links by which a system names its streams. */
async function isSpecial(path: string): Promise<boolean> {
  const entry = await lstat(path).catch(() => null);
  if (entry === null || entry.isFile() || entry.isDirectory()) return false;
  if (!entry.isSymbolicLink()) return true;
  const target = await stat(path).catch(() => null);
  if (target?.isDirectory()) return false;
  return /^\/(dev|proc)(\/|$)/.test(dirname(resolve(path))) || (target !== null && !target.isFile());
}
