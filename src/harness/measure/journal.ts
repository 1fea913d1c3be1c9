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
import type { Maps } from '../../attribution/maps.ts';
import { claimFolder } from '../../disk/claim.ts';
import { draftIn } from '../../disk/drafts.ts';
import { makeFolder } from '../../disk/make-folder.ts';
import { writeFault } from '../../disk/write-fault.ts';
import type { RunSubject } from '../../results/differences.ts';
import type { RunFacts } from '../../results/facts.ts';
import { type Finding, parseFinding } from '../../results/lines.ts';
import type { Notice } from '../../results/report.ts';
import type { EndLine } from '../conclude/conclude.ts';
import { anotherRun } from './another-run.ts';
import type { Chunk } from './chunks.ts';
import { Findings } from './findings.ts';
import { readLine, writeLine } from './line-text.ts';
import { MapFiles } from './map-files.ts';

/** What a run has found, on disk line by line, so that a killed run can go on and a finished one be judged again. */
export interface Journal {
  has(key: string): boolean;
  get<F extends Finding>(key: string): F | undefined;
  append(finding: Finding): void;
  /** Everything found so far, in the order of its first finding. */
  findings(): Iterable<Finding>;
  /** The facts of the run that is gone on with, if any. */
  readonly earlier: RunFacts | null;
  /** Whether the run that is gone on with had ended. */
  readonly ended: boolean;
  /** What was not believed of the earlier run. */
  readonly notices: readonly Notice[];
  /** Writes the facts of this run, in the place of the earlier ones. */
  begin(facts: RunFacts): void;
  end(line: EndLine): void;
  /** The maps of one method on the trained model for a chunk of the inputs, where they were kept whole; else null. */
  maps(method: string, chunk: Chunk): Maps | null;
  keepMaps(method: string, chunk: Chunk, maps: Maps): void;
  /** Takes away what this run has left, for one that cannot go on as it was asked: what lay there before is back. */
  discard(): void;
  /** Gives the folder back to other runs. */
  close(): void;
}

/**
 * Opens the journal of a run of some identity. With `resume`, what an earlier run of that identity has found is found in it,
 * and a journal of another one is an InputError, which says by what it differs from the run that is `present`. A line that was cut off by a kill, changed since, or written by another run
 * is not believed: a notice says so, and what it held is computed again. Without `resume` it starts empty. The folder is this
 * run's until the journal is closed. Throws InputError where another run has it, and where it cannot be written, here and when
 * something is appended.
 */
export function openJournal(
  path: string,
  identity: string,
  resume: boolean,
  present: RunSubject | null = null,
): Journal {
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
  try {
    close = writing(() => claimFolder(folder));
    const before = existsSync(path) ? readFileSync(path) : null;
    const { findings, earlier, ended, notices } =
      resume && before ? read(before, path, identity, present) : EMPTY();
    const rewrite = (facts: RunFacts | null) =>
      writing(() => {
        const lines = [...(facts ? [facts] : []), ...findings];
        replace(path, lines.map((line) => writeLine(line, identity)).join(''));
      });
    rewrite(earlier);
    const kept = new MapFiles(`${path}.maps`, identity);
    if (!resume) kept.remove();
    const append = (line: Finding | EndLine) =>
      writing(() => appendFileSync(path, writeLine(line, identity)));
    return {
      has: (key) => findings.has(key),
      get: (key) => findings.get(key),
      findings: () => findings,
      ...{ earlier, ended, notices },
      append(finding) {
        findings.add(finding);
        append(finding);
      },
      begin: rewrite,
      end(line) {
        append(line);
        kept.remove();
      },
      maps: (method, chunk) => kept.read(method, chunk),
      keepMaps: (method, chunk, maps) => writing(() => kept.write(method, chunk, maps)),
      discard() {
        if (!(resume && before)) {
          if (before) writeFileSync(path, before);
          else rmSync(path, { force: true });
          kept.remove();
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
  const { findings, ...rest } = EMPTY();
  return {
    has: (key) => findings.has(key),
    get: (key) => findings.get(key),
    append: (finding) => findings.add(finding),
    findings: () => findings,
    ...rest,
    begin: () => {},
    end: () => {},
    maps: () => null,
    keepMaps: () => {},
    discard: () => {},
    close: () => {},
  };
}

interface Read {
  readonly findings: Findings;
  readonly earlier: RunFacts | null;
  readonly ended: boolean;
  readonly notices: readonly Notice[];
}

const EMPTY = (): Read => ({ findings: new Findings(), earlier: null, ended: false, notices: [] });

function read(bytes: Uint8Array, path: string, identity: string, present: RunSubject | null): Read {
  const findings = new Findings();
  let earlier: RunFacts | null = null;
  let ended = false;
  const counts = { own: 0, foreign: 0, damaged: 0 };
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const found = readLine(line, identity);
    if (found.kind !== 'own') {
      counts[found.kind]++;
      continue;
    }
    const { value } = found;
    const kind = (value as { kind?: unknown } | null)?.kind;
    // What has the checksum of this run was written by it, whole.
    if (kind === 'run') earlier = value as RunFacts;
    else if (kind === 'end') ended = true;
    else {
      const finding = parseFinding(value);
      if (finding) findings.add(finding);
      else counts.damaged++;
      if (!finding) continue;
    }
    counts.own++;
  }
  if (counts.own === 0 && counts.foreign > 0) throw anotherRun(path, present);
  return {
    findings,
    earlier,
    ended: ended && counts.damaged + counts.foreign === 0,
    notices: noticesOf(path, counts),
  };
}

function noticesOf(path: string, { foreign, damaged }: { foreign: number; damaged: number }): Notice[] {
  const lines = (count: number) => `${count} ${count === 1 ? 'line' : 'lines'}`;
  const told = [
    ...(damaged > 0 ? [`${lines(damaged)} cut off or changed since`] : []),
    ...(foreign > 0 ? [`${lines(foreign)} of another run`] : []),
  ];
  if (told.length === 0) return [];
  return [{ code: 'journal', message: `${path}: ${told.join(' and ')}; what they held is computed again` }];
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
