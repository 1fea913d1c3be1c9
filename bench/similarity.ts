import { sampleRankCorrelation } from 'simple-statistics';
import { ssim as ssimJs } from 'ssim.js';
import { hog } from '../src/similarity/hog.ts';
import type { Metric, Plane } from '../src/similarity/metric.ts';
import { minMax } from '../src/similarity/min-max.ts';
import { spearmanAbs } from '../src/similarity/spearman.ts';
import { ssim } from '../src/similarity/ssim.ts';
import type { Table } from './table.ts';

interface Contest {
  readonly metric: string;
  readonly other: string;
  readonly ours: () => unknown;
  /** Null where nothing comparable is installed. */
  readonly theirs: (() => unknown) | null;
}

/**
 * Milliseconds per pair of maps at 224x224 and 28x28, both maps prepared and compared, against the packages that a
 * JavaScript project would otherwise use.
 */
export async function run(options: { quick: boolean }): Promise<Table> {
  const rows = [224, 28].flatMap((side) => {
    const runs = Math.ceil((options.quick ? 5 : 40) * (side < 100 ? 10 : 1));
    return contests(side).map((contest) => row(side, contest, runs));
  });
  return {
    title: 'Similarity of a pair of maps, milliseconds',
    columns: ['map', 'metric', 'saliency-sanity', 'compared with', 'theirs', 'theirs / ours'],
    rows,
    notes: [
      'Medians; the ratio is the median over runs in which one follows the other, with the quartiles in parentheses.',
      'A pair is both maps prepared and compared. In a run the trained map is prepared once for all stages.',
      'ssim.js `fast` is the same Gaussian SSIM; `weber`, its default, is a uniform window on integers. Both see 8-bit grey.',
      'The maps are heavy-tailed float32 noise of no ties; its images for ssim.js are made before the clock starts.',
    ],
  };
}

function contests(side: number): Contest[] {
  const [a, b] = [noise(side, 1), noise(side, 2)];
  const [listA, listB] = [Array.from(a.values), Array.from(b.values)];
  const [imageA, imageB] = [image(a), image(b)];
  const ours =
    <P>(metric: Metric<P>) =>
    () =>
      metric.compare(metric.prepare(a), metric.prepare(b));
  const theirSsim = (version: 'fast' | 'weber') => ({
    metric: 'ssim',
    other: `ssim.js (${version})`,
    ours: ours(ssim),
    theirs: () => ssimJs(imageA, imageB, { ssim: version, downsample: false }),
  });
  return [
    {
      metric: 'spearman-abs',
      other: 'simple-statistics',
      ours: ours(spearmanAbs),
      theirs: () => sampleRankCorrelation(listA, listB),
    },
    theirSsim('fast'),
    theirSsim('weber'),
    { metric: 'hog', other: '', ours: ours(hog), theirs: null },
  ];
}

function row(side: number, { metric, other, ours, theirs }: Contest, runs: number): string[] {
  const mine: number[] = [];
  const others: number[] = [];
  for (let i = -Math.ceil(runs / 5); i < runs; i++) {
    const first = milliseconds(ours);
    const second = theirs === null ? Number.NaN : milliseconds(theirs);
    // Negative runs let the compiler see the code.
    if (i < 0) continue;
    mine.push(first);
    others.push(second);
  }
  const start = [`${side}x${side}`, metric, quantile(mine, 0.5).toFixed(3)];
  if (theirs === null) return [...start, '-', '-', '-'];
  const [low, middle, high] = [0.25, 0.5, 0.75].map((q) =>
    quantile(
      others.map((time, i) => time / mine[i]),
      q,
    ).toFixed(1),
  );
  return [...start, other, quantile(others, 0.5).toFixed(3), `${middle} (${low} to ${high})`];
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((x, y) => x - y)[Math.floor(share * (values.length - 1))];
}

/** An abs map with a heavy tail, as gradients have. */
function noise(side: number, seed: number): Plane {
  let state = seed;
  const values = Float64Array.from({ length: side ** 2 }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return Math.fround(Math.abs((2 * state) / 2 ** 32 - 1) ** 3);
  });
  return { height: side, width: side, spatial: true, values };
}

function image({ width, height, values }: Plane): { width: number; height: number; data: Uint8ClampedArray } {
  const grey = Array.from(minMax(values)!, (value) => Math.round(255 * value));
  return { width, height, data: Uint8ClampedArray.from(grey.flatMap((value) => [value, value, value, 255])) };
}
