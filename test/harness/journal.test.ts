import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openJournal } from '../../src/harness/journal.ts';
import { fromJson, type Step, stepName, toJson } from '../../src/harness/step.ts';

const folder = mkdtempSync(join(tmpdir(), 'saliency-sanity-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'deep/journal');

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
