import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { InputError } from '../errors.ts';
import { lives, machine } from './drafts.ts';

/** A run that is alive touches its lock this often, in milliseconds. */
const TOUCH = 30_000;
/** A lock of another machine that was not touched for so long is that of a dead run. */
const STALE = 10 * TOUCH;

const HOLDER = z.object({ pid: z.int().positive(), machine: z.string() });

/** The locks of this process. */
const HELD = new Set<string>();

/**
 * Takes a lock file, so that no second run writes to `what` beside this one, and returns what gives it back. A dead process
 * holds none. Throws InputError where a run that is alive has it.
 */
export function takeLock(path: string, what: string): () => void {
  while (!create(path)) {
    const holder = holderOf(path);
    if (holder !== null) throw inUse(what, holder);
    rmSync(path, { force: true });
  }
  HELD.add(path);
  const touching = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      // Somebody took the folder away: what is written next says so.
    }
  }, TOUCH);
  touching.unref();
  return () => {
    clearInterval(touching);
    HELD.delete(path);
    rmSync(path, { force: true });
  };
}

function create(path: string): boolean {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, JSON.stringify({ pid: process.pid, machine: machine() }));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds a lock, in words; null where it is a dead process. */
function holderOf(path: string): string | null {
  let text: string;
  let touched: number;
  try {
    text = readFileSync(path, 'utf8');
    touched = statSync(path).mtimeMs;
  } catch {
    return null;
  }
  const holder = HOLDER.safeParse(parsed(text));
  const fresh = Date.now() - touched < STALE;
  // Whoever made it has not written its name yet, or was killed in between.
  if (!holder.success) return fresh && text === '' ? 'a run that is beginning' : null;
  const { pid, machine: where } = holder.data;
  if (where !== machine()) return fresh ? `process ${pid} of another machine` : null;
  // A process of a container often has the number of the one before it.
  if (pid === process.pid) return HELD.has(path) ? 'this process' : null;
  return lives(pid) ? `process ${pid}` : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function inUse(thing: string, holder: string): InputError {
  return new InputError({
    thing,
    expected: 'a folder that no other run writes to',
    found: `one that ${holder} is writing to`,
    hint: 'Wait for it to end, or give another --out.',
  });
}
