import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeFault } from '../disk/write-fault.ts';
import { InputError } from '../errors.ts';
import { type Step, stepName } from './step.ts';

/** The finished steps of a run, on disk after each, so that a killed run can go on. */
export interface Journal {
  find(name: string): Step | undefined;
  append(step: Step): void;
  /** Takes away what this run has left, for one that cannot go on as it was asked: what lay there before is back. */
  discard(): void;
}

/**
 * Opens the journal of a run whose plan, model and inputs have the given fingerprint. With `resume`, the steps of an
 * earlier run with the same fingerprint are found in it, and another fingerprint is an InputError; a line that was cut
 * off by a kill, or changed since, is left out, so that its step is done again. Without, it starts empty. Throws
 * InputError where it cannot be written, here and when a step is appended.
 */
export function openJournal(path: string, fingerprint: string, resume: boolean): Journal {
  const before = existsSync(path) ? readFileSync(path) : null;
  const steps = new Map<string, Step>();
  if (resume && existsSync(path)) {
    const lines = readFileSync(path, 'utf8').split('\n');
    const head = read<{ fingerprint?: string }>(lines[0]);
    if (head?.fingerprint !== fingerprint) {
      throw new InputError({
        thing: path,
        expected: 'the journal of a run with the same plan, model and inputs',
        found: 'another one',
        hint: 'Run without --resume to start again.',
      });
    }
    for (const line of lines.slice(1)) {
      const step = read<Step>(line);
      if (step) steps.set(stepName(step), step);
    }
  }
  let made: string | undefined;
  const writing = (write: () => void) => {
    try {
      write();
    } catch (error) {
      throw writeFault(path, error) ?? error;
    }
  };
  writing(() => {
    made = mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, [{ fingerprint }, ...steps.values()].map(written).join(''));
    renameSync(`${path}.new`, path);
  });
  return {
    find: (name) => steps.get(name),
    append(step) {
      steps.set(stepName(step), step);
      writing(() => appendFileSync(path, written(step)));
    },
    discard() {
      if (resume && before) return;
      if (before) writeFileSync(path, before);
      else rmSync(path, { force: true });
      if (made) removeEmpty(dirname(path), made);
    },
  };
}

/** A journal that is kept in memory only, for runs that write nothing. */
export function memoryJournal(): Journal {
  return { find: () => undefined, append: () => {}, discard: () => {} };
}

/** Removes a folder and those around it up to `top`, as long as there is nothing in them. */
function removeEmpty(folder: string, top: string): void {
  if (readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  if (folder !== top) removeEmpty(dirname(folder), top);
}

/** A line: a checksum of eight digits, a space, and the value as JSON. */
function written(value: unknown): string {
  const json = JSON.stringify(value);
  return `${checksum(json)} ${json}\n`;
}

function read<T>(line: string): T | undefined {
  const json = line.slice(9);
  // What has this checksum was written here, whole.
  return line === `${checksum(json)} ${json}` ? (JSON.parse(json) as T) : undefined;
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
