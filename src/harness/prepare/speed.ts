import type { Maps } from '../../attribution/maps.ts';
import { type Pass, passKey } from '../../attribution/passes/pass.ts';
import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import type { Request } from '../../attribution/requests/request.ts';
import { seededNoise } from '../../randomize/noise-source.ts';
import type { Metric } from '../../similarity/metric.ts';
import { comparePairs, prepareMaps, samePairs } from '../measure/similarities.ts';
import { distinctRequests, FURTHER, furtherGradients } from './method-cost.ts';
import type { Subject } from './subject.ts';

/** How fast this machine is on one network, in seconds. */
export interface Speed {
  /** Of one input through a pass; that of the slowest pass that was timed for any other. */
  pass(key: string): number;
  /** Of preparing and comparing one map by all metrics of the run. */
  readonly comparison: number;
}

/** Batches of every pass that are timed, after one that is not: the first one compiles. */
const TIMED = 2;
/** Maps whose comparison is timed. */
const COMPARED = 4;

/**
 * Times a few real passes of every kind that the methods ask for, on full batches of the run's own inputs under the trained
 * weights, and the comparison of a few maps of the inputs' shape. `now` is a clock in milliseconds.
 */
export async function measureSpeed(
  subject: Subject,
  metrics: readonly Metric[],
  now: () => number = () => performance.now(),
): Promise<Speed> {
  const { measured: methods, model, programs } = subject;
  const passes = new Map<string, Pass>(
    distinctRequests(methods, model).map(({ pass }) => [passKey(pass), pass]),
  );
  if (furtherGradients(methods) > 0) passes.set(passKey(FURTHER), FURTHER);
  if (passes.size === 0) passes.set('logits', { kind: 'logits' });
  const weighted = new WeightedModel(programs, model.trained);
  const seconds = new Map<string, number>();
  try {
    for (const [key, pass] of passes) seconds.set(key, await passSeconds(weighted, pass, subject, now));
  } finally {
    await weighted.release();
  }
  const slowest = Math.max(...seconds.values());
  return {
    pass: (key) => seconds.get(key) ?? slowest,
    comparison: comparisonSeconds(subject, metrics, now),
  };
}

async function passSeconds(
  weighted: WeightedModel,
  pass: Pass,
  { batch, programs, trained, inputs }: Subject,
  now: () => number,
): Promise<number> {
  const noise = seededNoise(0, inputs.sha256, 0);
  const size = batch.values.length / batch.count;
  const batches = (count: number) => {
    // As if they were points of one input.
    const timed: Request<void> = {
      key: 'timed',
      pass,
      points: count * programs.batch,
      open: () => ({
        fill: (_, point, out) => {
          const from = (point % batch.count) * size;
          out.set(batch.values.subarray(from, from + size));
        },
        take: () => {},
        done: () => {},
      }),
    };
    return weighted.answer(timed, { inputs: { ...batch, count: 1 }, targets: trained.targets, noise });
  };
  await batches(1);
  const started = now();
  await batches(TIMED);
  return (now() - started) / 1000 / (TIMED * programs.batch);
}

/** The inputs stand in for maps, which most are of the shape of. */
function comparisonSeconds({ batch }: Subject, metrics: readonly Metric[], now: () => number): number {
  const count = Math.min(COMPARED, batch.count);
  const size = batch.values.length / batch.count;
  const maps: Maps = { shape: batch.shape, count, values: batch.values.slice(0, count * size) };
  const compared = () =>
    comparePairs(prepareMaps(maps, metrics), prepareMaps(maps, metrics), samePairs(count), metrics);
  compared();
  const started = now();
  compared();
  // Of the two maps of a pair, that of the trained model is prepared once for all stages.
  return (now() - started) / 1000 / count / 2;
}
