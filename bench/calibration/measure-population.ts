import path from 'node:path';
import type { CustomMethod } from '../../src/attribution/custom-method.ts';
import { parseConfig, wholeConfig } from '../../src/config/parse.ts';
import { ScoreTables } from '../../src/harness/conclude/score-tables.ts';
import { chunksOf } from '../../src/harness/measure/chunks.ts';
import { explainAll } from '../../src/harness/measure/explain-all.ts';
import { openJournal } from '../../src/harness/measure/journal.ts';
import { comparePairs, prepareMaps } from '../../src/harness/measure/similarities.ts';
import { fingerprint } from '../../src/harness/prepare/fingerprint.ts';
import { planRun } from '../../src/harness/prepare/plan-run.ts';
import { openSubject, type Subject } from '../../src/harness/prepare/subject.ts';
import { meterOf, run } from '../../src/harness/run.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { RunFacts } from '../../src/results/facts.ts';
import { findMetric } from '../../src/similarity/registry.ts';
import { ofAnotherImage, ofAnotherModel } from './control-methods.ts';
import type { MethodScores, Population, PopulationSize } from './population.ts';
import type { World } from './worlds.ts';

/** Whose scores a population holds: methods, or maps that must not pass. */
export type Explained = 'methods' | 'controls';

/** What a population goes by. */
export const populationName = (world: string, of: Explained): string =>
  of === 'methods' ? world : `${world}-${of}`;

/** Those that are gated by default. */
const METRICS = ['spearman-abs', 'spearman-signed', 'ssim'];
/** Inputs that are finished at a time: what a run that was ended has to do again. */
const CHUNK = 100;

/**
 * Measures the gate conditions of the cascade for many inputs and draws. What was measured stays in a journal in
 * `folder` and is not measured again; networks that are made for it lie in `networks`.
 */
export async function measurePopulation(
  world: World,
  of: Explained,
  { images, draws }: PopulationSize,
  {
    folder,
    networks,
    threads,
  }: { readonly folder: string; readonly networks: string; readonly threads: number },
): Promise<Population> {
  const inputs = world.inputs(images);
  const model = await world.model(networks);
  const controls = async (): Promise<(string | CustomMethod)[]> => [
    'controls',
    await ofAnotherModel(await world.other(networks), inputs),
    ofAnotherImage(1),
  ];
  const methods = of === 'methods' ? world.methods : await controls();
  const config = wholeConfig(
    parseConfig({
      ...{ model, inputs, methods: [...methods], metrics: METRICS },
      ...{ limit: images, draws, quick: true, pictures: 1, threads },
    }),
  );
  const subject = await openSubject(config, { cwd: process.cwd() });
  try {
    const plan = planRun(config, subject);
    const identity = fingerprint(plan, subject, config);
    const journal = openJournal(path.join(folder, populationName(world.name, of), 'journal'), identity, true);
    let told = 0;
    const meter = meterOf(subject, plan, journal, ({ done, total, label }) => {
      const share = Math.floor((20 * done) / total);
      if (share > told) console.error(`${world.name}: ${5 * share} %, ${label}`);
      told = Math.max(told, share);
    });
    const commands = { run: 'npm run calibrate', checks: [] };
    // Intervals and verdicts ask for nothing beside the metrics of the gates.
    const { lines } = await run({
      ...{ subject, plan, journal, meter, commands, startedAt: new Date() },
      ...{ chunk: CHUNK, companions: [] },
    });
    journal.close();
    const facts = lines.find((line) => line.kind === 'run') as RunFacts;
    const findings = lines.filter((line) => line.kind !== 'run' && line.kind !== 'end');
    const tables = new ScoreTables(findings, images);
    return await populationOf(subject, plan, facts, tables);
  } finally {
    await subject.dispose();
  }
}

async function populationOf(
  subject: Subject,
  plan: Plan,
  facts: RunFacts,
  tables: ScoreTables,
): Promise<Population> {
  const conditions = facts.conditions.cascade;
  const settings = { seed: plan.seed, target: plan.target, methods: subject.measured };
  const { maps } = await explainAll(subject, {}, settings);
  const metrics = plan.metrics.map(findMetric);
  const images = subject.batch.count;
  const all = chunksOf(images, 1).flatMap(({ first: i }) =>
    Array.from({ length: images - i - 1 }, (_, k) => [i, i + 1 + k]).flat(),
  );
  const pairs = Int32Array.from(all);
  const scores: Record<string, Record<string, MethodScores>> = {};
  for (const [m, { name }] of subject.measured.entries()) {
    const ready = prepareMaps(maps[m], metrics);
    const floors = comparePairs(ready, ready, pairs, metrics);
    scores[name] = Object.fromEntries(
      Object.entries(floors).map(([metric, values]) => [
        metric,
        {
          stages: conditions.map((condition) =>
            Float32Array.from(tables.table(name, condition, metric).values),
          ),
          ceiling: Float32Array.from(tables.ceiling(name, metric)),
          floor: symmetric(images, pairs, values),
        },
      ]),
    );
  }
  return {
    ...{ facts, draws: plan.draws, images, scores },
    shifts: conditions.map((condition) => tables.shifts(condition)),
    shapes: Object.fromEntries(subject.measured.map(({ name }) => [name, tables.shape(name)])),
  };
}

function symmetric(images: number, pairs: Int32Array, values: Float64Array): Float32Array {
  const floor = new Float32Array(images * images).fill(Number.NaN);
  for (const [p, value] of values.entries()) {
    floor[pairs[2 * p] * images + pairs[2 * p + 1]] = value;
    floor[pairs[2 * p + 1] * images + pairs[2 * p]] = value;
  }
  return floor;
}
