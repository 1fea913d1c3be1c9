import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from '../../src/results/report.ts';
import { runChecks } from '../../src/run-checks.ts';
import type { Entry } from './catalogue.ts';
import { chosen, FAMILIES } from './settings.ts';

export interface Size {
  readonly inputs: number;
  readonly draws: number;
  /** Networks trained on random labels. */
  readonly permutations: number;
  readonly threads: number;
}

/** What is measured of a network: one check on the methods of one family. */
export interface Part {
  readonly check: string;
  readonly methods: readonly string[];
  readonly folder: string;
}

/** A run of one method that does not fit is refused, where one of several leaves it out with its reason. */
const asked = (methods: readonly string[]): readonly string[] =>
  methods.length > 1 ? methods : ['gradient', ...methods];

/** Where a part lies: other settings lie elsewhere, so that what is there is what was asked for. */
export function folderOf(out: string, kind: string, family: string, { side }: Entry): string {
  const settings = asked(FAMILIES[family]).map((name) => chosen(name, side));
  const hash = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 8);
  return path.join(out, kind, `${family}-${hash}`);
}

/** The report of a part; null where none has been made. */
export async function storedReport({ folder }: Part): Promise<Report | null> {
  const text = await readFile(path.join(folder, 'report.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Report);
}

/** Measures a part, at the conditions that carry gates. It goes on where an earlier run was interrupted. */
export async function measured(entry: Entry, part: Part, size: Size): Promise<Report> {
  const { model, inputs, side, training } = entry;
  const { permutations, inputs: limit, draws, threads } = size;
  const trains = part.check === 'labels' && training !== null;
  return await runChecks({
    ...{ model, inputs, limit, draws, threads, out: part.folder, resume: true, quick: true, pictures: 1 },
    orders: [part.check],
    metrics: ['spearman-abs', 'spearman-signed', 'ssim'],
    methods: asked(part.methods).map((name) => chosen(name, side)),
    ...(trains ? { training: { ...training(), permutations } } : {}),
  });
}
