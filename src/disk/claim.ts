import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { threadId } from 'node:worker_threads';
import { InputError } from '../errors.ts';
import { lives, machine } from './drafts.ts';

const CLAIM = /^\.run-([0-9a-f]{8})-([1-9]\d{0,9})-\d+$/;

/**
 * Takes a folder for one run, as long as that lives: two in one folder would mix their files. Returns what gives it back.
 * What a killed run has left is removed.
 * @throws InputError where another run of this machine has it
 */
export function claimFolder(folder: string): () => void {
  const own = `.run-${machine()}-${process.pid}-${threadId}`;
  refuseOthers(folder);
  // It is to be found again wherever the process works by then.
  const path = resolve(folder, own);
  writeFileSync(path, startOf(process.pid));
  let held = true;
  const release = () => {
    if (!held) return;
    held = false;
    process.off('exit', release);
    rmSync(path, { force: true });
  };
  process.once('exit', release);
  try {
    // Somebody may have come at the same time.
    refuseOthers(folder, own);
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

function refuseOthers(folder: string, own?: string): void {
  for (const name of readdirSync(folder)) {
    const [, where, pid] = CLAIM.exec(name) ?? [];
    if (where !== machine() || name === own) continue;
    const path = join(folder, name);
    if (lives(Number(pid)) && readFileSync(path, 'utf8') === startOf(Number(pid))) {
      throw new InputError({
        thing: folder,
        expected: 'a folder that no other run writes to',
        found: Number(pid) === process.pid ? 'one of this process' : `one of process ${pid}`,
        hint: `Choose another folder with --out, or wait for its end. (If there is no such run, delete ${name} there.)`,
      });
    }
    rmSync(path, { force: true });
  }
}

/** When a process was started, by which it is told from a later one of the same number; empty where the system does not say. */
function startOf(pid: number): string {
  try {
    // The name of the program, in brackets, may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '';
  }
}
