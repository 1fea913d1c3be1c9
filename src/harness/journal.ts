import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { claimFolder } from '../disk/claim.ts';
import { draftIn } from '../disk/drafts.ts';
import { makeFolder } from '../disk/make-folder.ts';
import { writeFault } from '../disk/write-fault.ts';
import { InputError } from '../errors.ts';
import { journalLines } from './journal-lines.ts';
import { type Step, stepName } from './step.ts';

/** The finished steps of a run, on disk after each, so that a killed run can go on. */
export interface Journal {
  find(name: string): Step | undefined;
  append(step: Step): void;
  /** Takes away what this run has left, for one that cannot go on as it was asked: what lay there before is back. */
  discard(): void;
  /** Gives the folder back to other runs. */
  close(): void;
}

/**
 * Opens the journal of a run whose plan, model and inputs have the given fingerprint. With `resume`, the steps of an
 * earlier run with the same fingerprint are found in it, and another fingerprint is an InputError; a line that was cut
 * off by a kill, changed since, or written by another run, is left out, so that its step is done again. Without, it starts
 * empty. The folder is this run's until the journal is closed. Throws InputError where another run has it, and where it
 * cannot be written, here and when a step is appended.
 */
export function openJournal(path: string, fingerprint: string, resume: boolean): Journal {
  const folder = dirname(path);
  const writing = <T>(write: () => T): T => {
    try {
      return write();
    } catch (error) {
      throw writeFault(path, error) ?? error;
    }
  };
  const made = writing(() => makeFolder(folder));
  let close = () => {};
  const leave = () => {
    close();
    if (made) removeEmpty(folder, made);
  };
  const { write } = journalLines(fingerprint);
  try {
    close = writing(() => claimFolder(folder));
    const before = existsSync(path) ? readFileSync(path) : null;
    const steps = new Map<string, Step>();
    if (resume && before) {
      for (const step of stepsIn(before.toString('utf8'), path, fingerprint)) steps.set(stepName(step), step);
    }
    writing(() => replace(path, [{ fingerprint }, ...steps.values()].map(write).join('')));
    return {
      find: (name) => steps.get(name),
      append(step) {
        steps.set(stepName(step), step);
        writing(() => appendFileSync(path, write(step)));
      },
      discard() {
        if (!(resume && before)) {
          if (before) writeFileSync(path, before);
          else rmSync(path, { force: true });
        }
        leave();
      },
      close,
    };
  } catch (error) {
    leave();
    throw error;
  }
}

/** A journal that is kept in memory only, for runs that write nothing. */
export function memoryJournal(): Journal {
  return { find: () => undefined, append: () => {}, discard: () => {}, close: () => {} };
}

function stepsIn(text: string, path: string, fingerprint: string): Step[] {
  const { read } = journalLines(fingerprint);
  const [head, ...lines] = text.split('\n');
  if (read<{ fingerprint?: string }>(head)?.fingerprint === fingerprint) {
    return lines.flatMap((line) => read<Step>(line) ?? []);
  }
  throw new InputError({
    thing: path,
    expected: 'the journal of a run with the same plan, model and inputs',
    found: 'another one',
    hint: 'Run without --resume to start again.',
  });
}

/** At once, or not at all. */
function replace(path: string, text: string): void {
  const draft = draftIn(dirname(path));
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Removes a folder and those around it up to `top`, as long as there is nothing in them. */
function removeEmpty(folder: string, top: string): void {
  if (readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  if (folder !== top) removeEmpty(dirname(folder), top);
}
