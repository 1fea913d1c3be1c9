import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';

/** A draft that nothing was written to for so long is nobody's, whoever made it; in milliseconds. */
const ABANDONED = 24 * 60 * 60 * 1000;

const DRAFT = /^\.draft-([0-9a-f]{8})-([1-9]\d{0,9})-[0-9a-f]{12}$/;

/** A path for a file that is not yet whole, in a folder: its name says which process of which machine writes it. */
export function draftIn(folder: string): string {
  return join(folder, `.draft-${machine()}-${process.pid}-${randomBytes(6).toString('hex')}`);
}

const swept = new Set<string>();

/**
 * Removes the drafts that killed processes of this program left in a folder, once in the life of this process. A draft is
 * taken for left where its process ran on this machine and is gone, or where nothing was written to it for a day: one of
 * a process that may still live stays, and so does every other file.
 */
export async function removeLeftDrafts(folder: string): Promise<void> {
  const place = resolve(folder);
  if (swept.has(place)) return;
  swept.add(place);
  for (const name of await readdir(place).catch(() => [])) {
    const [, where, pid] = DRAFT.exec(name) ?? [];
    if (pid === undefined) continue;
    const path = join(place, name);
    const gone = where === machine() ? !lives(Number(pid)) : await isAbandoned(path);
    // Somebody else may remove it at the same time, or the folder may not be ours to change.
    if (gone) await rm(path, { force: true }).catch(() => {});
  }
}

let known: string | undefined;

/** What numbers of processes are counted by: the machine, or the container. */
export function machine(): string {
  known ??= createHash('sha256').update(`${hostname()} ${processSpace()}`).digest('hex').slice(0, 8);
  return known;
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has such spaces.
    return '';
  }
}

/** Whether a process of this number lives on this machine: one that has ended and waits for its parent to hear of it does not. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !hasEnded(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Of a process that the system still lists. In a container nobody may ever hear of its end. */
function hasEnded(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it may hold anything, parentheses too.
    return 'ZX'.includes(status[status.lastIndexOf(')') + 2]);
  } catch {
    return false;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const entry = await stat(path).catch(() => null);
  return entry !== null && Date.now() - entry.mtimeMs > ABANDONED;
}
