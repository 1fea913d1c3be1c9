import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { conclude, type Line } from '../src/harness/conclude/conclude.ts';
import { openJournal } from '../src/harness/measure/journal.ts';
import type { BenchOptions } from './options.ts';
import type { Table } from './table.ts';
import { IDENTITY, journalText, type RunSize } from './verdict-lines.ts';

const LARGE: RunSize = { methods: 10, metrics: 6, stages: 20, images: 200, draws: 10, missing: 0 };
const SIZES: readonly RunSize[] = [LARGE, { ...LARGE, missing: 0.1 }];
const QUICK: readonly RunSize[] = [{ ...LARGE, images: 50 }];
/** What a large run's verdicts may take, in seconds. */
const GOAL = 10;

/** Seconds from the journal of a finished run to its report: what judging it under other gates takes. */
export async function run({ quick }: BenchOptions): Promise<Table> {
  const rows = (quick ? QUICK : SIZES).map((size) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'conclusions-'));
    try {
      return row(size, path.join(folder, 'journal'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  return {
    title: 'Verdicts from stored lines, seconds',
    columns: [
      'methods x metrics x stages x images x draws',
      'undefined',
      'scores',
      'read',
      'conclude',
      'together',
    ],
    rows,
    notes: [
      `Read: checksums, JSON, schema. Conclude: all intervals, gates and sentences. Goal: at most ${GOAL} s together.`,
    ],
  };
}

function row(size: RunSize, file: string): string[] {
  writeFileSync(file, journalText(size));
  const started = performance.now();
  const journal = openJournal(file, IDENTITY, true);
  const lines: Line[] = [journal.earlier!, ...journal.findings()];
  journal.close();
  const read = performance.now();
  const { checks } = conclude(lines);
  const ended = performance.now();
  if (checks.length !== size.methods) throw new Error(`${checks.length} verdicts`);
  const { methods, metrics, stages, images, draws, missing } = size;
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  return [
    [methods, metrics, stages, images, draws].join(' x '),
    `${100 * missing} %`,
    `${methods * metrics * stages * images * draws}`,
    seconds(started, read),
    seconds(read, ended),
    seconds(started, ended),
  ];
}
