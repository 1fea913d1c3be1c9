import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { draftIn } from '../../src/disk/drafts.ts';
import { type Journal, openJournal as open } from '../../src/harness/journal.ts';
import { fromJson, type Step, stepName, toJson } from '../../src/harness/step.ts';

const folder = mkdtempSync(join(tmpdir(), 'saliency-sanity-'));
afterAll(() => {
  last?.close();
  rmSync(folder, { recursive: true });
});
const path = join(folder, 'deep/journal');

let last: Journal | null = null;
/** One run after the other: a journal that is opened ends the run before. */
const openJournal = (...given: Parameters<typeof open>): Journal => {
  last?.close();
  last = open(...given);
  return last;
};

const step = (draw: number): Step => ({
  draw,
  order: 'cascade',
  stage: 'output',
  coverage: 1 / 3,
  logitShift: Math.PI,
  scores: { gradient: { ssim: toJson(Float64Array.of(0.1, Number.NaN, 1 / 7)) } },
  sharedZeros: { gradient: 0.25 },
  againstRandom: null,
});

test('finished steps come back bit for bit, a torn line does not', () => {
  const journal = openJournal(path, 'a', false);
  journal.append(step(0));
  journal.append(step(1));
  appendFileSync(path, readFileSync(path, 'utf8').split('\n')[2].slice(0, 50));

  const again = openJournal(path, 'a', true);
  expect(again.find(stepName(step(1)))).toEqual(step(1));
  expect(fromJson(again.find(stepName(step(0)))!.scores.gradient.ssim)).toEqual(
    Float64Array.of(0.1, Number.NaN, 1 / 7),
  );
  expect(again.find(stepName(step(2)))).toBeUndefined();
  again.append(step(2));
  expect(openJournal(path, 'a', true).find(stepName(step(2)))).toEqual(step(2));
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(4);
});

test('a step whose line was changed is not found, whichever byte it was', () => {
  const other = join(folder, 'changed');
  const journal = openJournal(other, 'a', false);
  journal.append(step(0));
  journal.append(step(1));
  const bytes = readFileSync(other);
  const [head, first] = bytes.toString('latin1').split('\n');
  for (let at = head.length + 1; at < head.length + 1 + first.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] ^= 1;
    writeFileSync(other, changed);
    const again = openJournal(other, 'a', true);
    expect(again.find(stepName(step(0))), `byte ${at}`).toBeUndefined();
    expect(again.find(stepName(step(1))), `byte ${at}`).toEqual(step(1));
  }
});

test.runIf(existsSync('/dev/full'))('a full disk is called one, by the path of the journal', () => {
  const full = join(folder, 'full');
  const journal = openJournal(full, 'a', false);
  rmSync(full);
  symlinkSync('/dev/full', full);
  expect(() => journal.append(step(0))).toThrow(
    `${full}: expected room to write it, found a full disk (ENOSPC). Make room, or choose another place.`,
  );
});

test('without resume it starts empty', () => {
  expect(openJournal(path, 'a', false).find(stepName(step(0)))).toBeUndefined();
});

test('a journal of another run is refused', () => {
  openJournal(path, 'a', false).append(step(0));
  expect(() => openJournal(path, 'b', true)).toThrow(/found another one\. Run without --resume/);
});

test('what is discarded leaves no file and no folder that it made', () => {
  const top = join(folder, 'new');
  const journal = openJournal(join(top, 'and/deep/journal'), 'a', false);
  journal.append(step(0));
  journal.discard();
  expect(existsSync(top)).toBe(false);
});

test('discarding keeps what is not its own', () => {
  const own = join(folder, 'kept');
  mkdirSync(own);
  writeFileSync(join(own, 'notes'), 'mine');
  openJournal(join(own, 'journal'), 'a', false).discard();
  expect(existsSync(join(own, 'journal'))).toBe(false);
  expect(readFileSync(join(own, 'notes'), 'utf8')).toBe('mine');
});

test('discarding brings an earlier journal back, and leaves one that it goes on with', () => {
  const journal = join(folder, 'earlier/journal');
  openJournal(journal, 'a', false).append(step(0));
  const before = readFileSync(journal, 'utf8');
  const other = openJournal(journal, 'b', false);
  other.append(step(1));
  other.discard();
  expect(readFileSync(journal, 'utf8')).toBe(before);
  const resumed = openJournal(journal, 'a', true);
  resumed.append(step(1));
  resumed.discard();
  expect(openJournal(journal, 'a', true).find(stepName(step(1)))).toEqual(step(1));
});

test('lines of another run in the same file are not found, nor those of an earlier one', () => {
  const shared = join(folder, 'shared/journal');
  const first = openJournal(shared, 'a', false);
  const second = openJournal(shared, 'b', false);
  second.append(step(0));
  first.append(step(1));
  const again = openJournal(shared, 'b', true);
  expect(again.find(stepName(step(0)))).toEqual(step(0));
  expect(again.find(stepName(step(1)))).toBeUndefined();
});

test('a folder is one run’s until that closes its journal; one that was refused leaves it as it was', () => {
  const taken = join(folder, 'taken/journal');
  const first = open(taken, 'a', false);
  first.append(step(0));
  const before = readdirSync(join(folder, 'taken')).sort();
  for (const resume of [false, true]) {
    expect(() => open(taken, 'a', resume)).toThrow(
      /taken: expected a folder that no other run writes to, found one of this process\. Choose another folder/,
    );
  }
  expect(readdirSync(join(folder, 'taken')).sort()).toEqual(before);
  first.close();
  const second = open(taken, 'a', true);
  expect(second.find(stepName(step(0)))).toEqual(step(0));
  // Too late: it is not its own any more.
  first.close();
  expect(() => open(taken, 'a', true)).toThrow(/no other run/);
  second.close();
  expect(readdirSync(join(folder, 'taken'))).toEqual(['journal']);
});

test('what a killed run leaves in the folder keeps nobody out, and is removed', () => {
  const left = join(folder, 'left');
  mkdirSync(left);
  const machine = basename(draftIn('.')).split('-')[1];
  const names = [
    // No process has a number above 2^22 on Linux, or above 99998 on macOS.
    `.run-${machine}-999999999-0`,
    // Of an earlier process with the number of this one, by its start.
    `.run-${machine}-${process.pid}-77`,
  ];
  for (const name of names) writeFileSync(join(left, name), 'another start');
  const journal = open(join(left, 'journal'), 'a', false);
  expect(names.filter((name) => existsSync(join(left, name)))).toEqual([]);
  journal.close();
  expect(readdirSync(left)).toEqual(['journal']);
});
