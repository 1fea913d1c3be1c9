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
import { basename, join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { draftIn } from '../../../src/disk/drafts.ts';
import { type Journal, openJournal as open } from '../../../src/harness/measure/journal.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { RunFacts } from '../../../src/results/facts.ts';
import {
  fromJson,
  type MeasurementLine,
  measurementKey,
  parseFinding,
  toJson,
} from '../../../src/results/lines.ts';
import { exampleReport } from '../../report/example.ts';

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

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

const step = (draw: number): MeasurementLine => ({
  kind: 'measurement',
  ...{ check: 'cascade', condition: 'output', draw, method: 'gradient', first: 0, inputs: 3 },
  scores: { ssim: toJson(Float64Array.of(0.1, Number.NaN, 1 / 7)) },
  null: null,
  zeros: { shared: 5, values: 12 },
});
const keyOf = ({ method, first, ...place }: MeasurementLine) => measurementKey(place, method, first);
const found = (journal: ReturnType<typeof open>, draw: number) =>
  journal.get<MeasurementLine>(keyOf(step(draw)));

test('finished steps come back bit for bit, a torn line does not', () => {
  const journal = openJournal(path, A, false);
  journal.append(step(0));
  journal.append(step(1));
  appendFileSync(path, readFileSync(path, 'utf8').split('\n')[1].slice(0, 50));

  const again = openJournal(path, A, true);
  expect(found(again, 1)).toEqual(step(1));
  expect(fromJson(found(again, 0)!.scores.ssim)).toEqual(Float64Array.of(0.1, Number.NaN, 1 / 7));
  expect(found(again, 2)).toBeUndefined();
  again.append(step(2));
  expect(found(openJournal(path, A, true), 2)).toEqual(step(2));
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3);
});

test('a step whose line was changed is not found, whichever byte it was', () => {
  const other = join(folder, 'changed');
  const journal = openJournal(other, A, false);
  journal.append(step(0));
  journal.append(step(1));
  const bytes = readFileSync(other);
  const [first] = bytes.toString('latin1').split('\n');
  for (let at = 0; at < first.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] ^= 1;
    writeFileSync(other, changed);
    const again = openJournal(other, A, true);
    expect(found(again, 0), `byte ${at}`).toBeUndefined();
    expect(found(again, 1), `byte ${at}`).toEqual(step(1));
    expect(again.notices.map(({ message }) => message)).toEqual([
      `${other}: 1 line cut off or changed since; what they held is computed again`,
    ]);
  }
});

test.runIf(existsSync('/dev/full'))('a full disk is called one, by the path of the journal', () => {
  const full = join(folder, 'full');
  const journal = openJournal(full, A, false);
  rmSync(full);
  symlinkSync('/dev/full', full);
  expect(() => journal.append(step(0))).toThrow(
    `${full}: expected room to write it, found a full disk (ENOSPC). Make room, or choose another place.`,
  );
});

test('without resume it starts empty', () => {
  expect(found(openJournal(path, A, false), 0)).toBeUndefined();
});

test('a journal of another run is refused', () => {
  openJournal(path, A, false).append(step(0));
  expect(() => openJournal(path, B, true)).toThrow(/found that of another run\. Go on as that run was begun/);
});

test('of the journal of another run it is said by what that differs', () => {
  const example = exampleReport();
  const { plan, inputs } = example;
  const begun = { ...example, kind: 'run' } as unknown as RunFacts;
  const training = { data: 'train', labels: null, epochs: 3 } as unknown as Plan['training'];
  const there = relative('.', join(folder, 'begun/journal'));
  openJournal(there, A, false).begin({ ...begun, plan: { ...plan, training } });
  const refusal = (change: Partial<RunFacts>) => {
    try {
      openJournal(there, B, true, { ...begun, ...change });
      return 'none';
    } catch (error) {
      return (error as Error).message.replaceAll(there, '<folder>/journal');
    }
  };
  const moved = { ...training!, data: 'elsewhere' };
  const refusals = [
    { plan: { ...plan, training, seed: 7, limit: 1, threads: 64, gates: [] }, inputs: inputs.slice(0, 1) },
    { plan: { ...plan, training: { ...moved, epochs: 4 } }, model: { ...example.model, sha256: 'ee' } },
    { plan: { ...plan, training: moved, title: 'another' } },
  ].map(refusal);
  expect(`\n${refusals.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    <folder>/journal: expected the journal of a run of the same version, model, inputs and plan, found inputs.length 2 there and 1 here, plan.limit 32 there and 1 here, plan.seed 1 there and 7 here. Go on as that run was begun, or run without --resume to start again.
    <folder>/journal: expected the journal of a run of the same version, model, inputs and plan, found model.sha256 "abababababababababababababababababababababababababababababa…" there and "ee" here, plan.training.epochs 3 there and 4 here. Go on as that run was begun, or run without --resume to start again.
    <folder>/journal: expected the journal of a run of the same version, model, inputs and plan, found that of a run of the same options with other regions, training data or code of its own methods. Go on as that run was begun, or run without --resume to start again.
    "
  `);
});

test('what is discarded leaves no file and no folder that it made', () => {
  const top = join(folder, 'new');
  const journal = openJournal(join(top, 'and/deep/journal'), A, false);
  journal.append(step(0));
  journal.discard();
  expect(existsSync(top)).toBe(false);
});

test('discarding keeps what is not its own', () => {
  const own = join(folder, 'kept');
  mkdirSync(own);
  writeFileSync(join(own, 'notes'), 'mine');
  openJournal(join(own, 'journal'), A, false).discard();
  expect(existsSync(join(own, 'journal'))).toBe(false);
  expect(readFileSync(join(own, 'notes'), 'utf8')).toBe('mine');
});

test('discarding brings an earlier journal back, and leaves one that it goes on with', () => {
  const journal = join(folder, 'earlier/journal');
  openJournal(journal, A, false).append(step(0));
  const before = readFileSync(journal, 'utf8');
  const other = openJournal(journal, B, false);
  other.append(step(1));
  other.discard();
  expect(readFileSync(journal, 'utf8')).toBe(before);
  const resumed = openJournal(journal, A, true);
  resumed.append(step(1));
  resumed.discard();
  expect(found(openJournal(journal, A, true), 1)).toEqual(step(1));
});

test('lines of another run among its own are left aside, and it is said', () => {
  const mixed = join(folder, 'mixed');
  openJournal(mixed, B, false).append(step(0));
  const foreign = readFileSync(mixed);
  openJournal(mixed, A, false).append(step(1));
  appendFileSync(mixed, foreign);
  const journal = openJournal(mixed, A, true);
  expect([found(journal, 0), found(journal, 1)]).toEqual([undefined, step(1)]);
  expect(journal.notices[0].message).toContain('1 line of another run; what they held is computed again');
});

test('a line that fits no schema is not believed, whatever its checksum', () => {
  expect(parseFinding(step(0))).toEqual(step(0));
  expect(parseFinding({ ...step(0), draw: -1 })).toBeNull();
  expect(parseFinding({ ...step(0), scores: { ssim: ['0.5'] } })).toBeNull();
  expect(parseFinding({})).toBeNull();
});

test('maps of the trained model are kept until the end of the run', () => {
  const own = join(folder, 'maps/journal');
  const maps = { shape: [2, 1], count: 2, values: Float32Array.of(1, Number.NaN, -3, 4) };
  const chunk = { first: 2, count: 2 };
  openJournal(own, A, false).keepMaps('gradient', chunk, maps);
  const journal = openJournal(own, A, true);
  expect(journal.maps('gradient', chunk)).toEqual(maps);
  expect(journal.maps('gradient', { first: 0, count: 2 })).toBeNull();
  expect(journal.maps('smoothgrad', chunk)).toBeNull();
  const [file] = readdirSync(`${own}.maps`);
  const bytes = readFileSync(join(`${own}.maps`, file));
  bytes[bytes.length - 1] ^= 1;
  writeFileSync(join(`${own}.maps`, file), bytes);
  expect(journal.maps('gradient', chunk)).toBeNull();
  journal.end({ kind: 'end', durationMs: 1 });
  expect(existsSync(`${own}.maps`)).toBe(false);
});

test('a folder is one run’s until that closes its journal; one that was refused leaves it as it was', () => {
  const taken = join(folder, 'taken/journal');
  const first = open(taken, A, false);
  first.append(step(0));
  const before = readdirSync(join(folder, 'taken')).sort();
  for (const resume of [false, true]) {
    expect(() => open(taken, A, resume)).toThrow(
      /taken: expected a folder that no other run writes to, found one of this process\. Choose another folder/,
    );
  }
  expect(readdirSync(join(folder, 'taken')).sort()).toEqual(before);
  first.close();
  const second = open(taken, A, true);
  expect(found(second, 0)).toEqual(step(0));
  // Too late: it is not its own any more.
  first.close();
  expect(() => open(taken, A, true)).toThrow(/no other run/);
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
  const journal = open(join(left, 'journal'), A, false);
  expect(names.filter((name) => existsSync(join(left, name)))).toEqual([]);
  journal.close();
  expect(readdirSync(left)).toEqual(['journal']);
});
