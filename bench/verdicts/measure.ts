import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseConfig, wholeConfig } from '../../src/config/parse.ts';
import type { Line } from '../../src/harness/conclude/conclude.ts';
import { memoryJournal } from '../../src/harness/measure/journal.ts';
import { planRun } from '../../src/harness/prepare/plan-run.ts';
import { openSubject } from '../../src/harness/prepare/subject.ts';
import { meterOf, run } from '../../src/harness/run.ts';

/** The methods of Adebayo et al. 2018 but ig-smoothgrad, which alone would take most of the time. */
const METHODS = ['gradient', 'smoothgrad', 'vargrad', 'input-x-gradient', 'integrated-gradients'];
const RELU_METHODS = ['guided-backprop', 'grad-cam', 'guided-grad-cam'];

/** How much is measured of every network. */
export interface Size {
  readonly inputs: number;
  readonly draws: number;
  /** Samples of smoothgrad and vargrad. Few leave noise in the maps that trained and random networks share. */
  readonly samples: number;
  /** Steps of integrated-gradients. */
  readonly steps: number;
  readonly threads: number;
  /** Left out, because the network has no place for it. */
  readonly without: readonly string[];
}

/** A network under test. */
export interface Subject {
  readonly model: string;
  readonly inputs: string;
}

/**
 * The lines of one run: the conditions that carry gates, and the gated metrics. They are read from `file` where an earlier
 * run has written them, else measured and written there, whole or not at all.
 */
export async function linesOf(
  file: string,
  { model, inputs }: Subject,
  seed: number,
  { inputs: limit, draws, samples, steps, threads, without }: Size,
): Promise<Line[]> {
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null)
    return known
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  const settings = [
    { name: 'smoothgrad', draws: samples },
    { name: 'vargrad', draws: samples },
    { name: 'integrated-gradients', steps },
  ];
  const config = wholeConfig(
    parseConfig({
      ...{ model, inputs, seed, limit, draws, threads, quick: true, pictures: 1 },
      metrics: ['spearman-abs', 'spearman-signed', 'ssim'],
      methods: [...METHODS, ...RELU_METHODS]
        .filter((name) => !without.includes(name))
        .map((name) => settings.find((each) => each.name === name) ?? name),
    }),
  );
  const subject = await openSubject(config, { cwd: process.cwd() });
  try {
    const plan = planRun(config, subject);
    const context = {
      ...{ subject, plan, journal: memoryJournal(), startedAt: new Date(0) },
      meter: meterOf(subject, plan),
      commands: { run: '', checks: [] },
    };
    const { lines } = await run(context);
    await mkdir(path.dirname(file), { recursive: true });
    const draft = `${file}.draft`;
    await writeFile(draft, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await rename(draft, file);
    return [...lines];
  } finally {
    await subject.dispose();
  }
}
