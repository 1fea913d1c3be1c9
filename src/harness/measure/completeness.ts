import { medianSorted } from 'simple-statistics';
import type { Maps } from '../../attribution/maps.ts';
import type { Batch, Method } from '../../attribution/method.ts';
import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import { replacement } from '../../attribution/requests/fills.ts';
import { backgroundReference } from '../../attribution/requests/multipliers.ts';
import type { Notice } from '../../results/report.ts';
import { finePercent } from '../../statistics/wording.ts';
import type { Subject } from '../prepare/subject.ts';

/**
 * How far the maps of complete methods miss the change of the logit from baseline to input that they should sum to
 * (Sundararajan et al. 2017, proposition 1): the error of the quadrature, relative to that change.
 */
export async function completenessNotices(subject: Subject, maps: readonly Maps[]): Promise<Notice[]> {
  const { methods, trained, model, programs } = subject;
  if (!methods.some((m) => m.complete)) return [];
  const weighted = new WeightedModel(programs, model.trained);
  const before = new Map<Method, Float32Array>();
  for (const method of methods) {
    if (method.complete) before.set(method, await logitsBefore(method, subject, weighted));
  }
  await weighted.release();
  return methods.flatMap((method, m) => {
    const start = before.get(method);
    if (!start) return [];
    const gaps = Array.from(trained.targets, (target, i) => {
      const place = i * model.classes + target;
      const change = trained.logits[place] - start[place];
      return Math.abs((sumOf(maps[m], i) - change) / change);
    }).sort((a, b) => a - b);
    return {
      code: 'completeness',
      message:
        `${method.name} misses the change of the logit from baseline to input by ${finePercent(medianSorted(gaps))} ` +
        `(median), at most ${finePercent(gaps[gaps.length - 1])}`,
    };
  });
}

/** Logits [N, classes] of what a method compares the inputs with: means, where that is several. */
async function logitsBefore(
  { baseline = 'black', references }: Method,
  { batch, trained, model: { classes } }: Subject,
  weighted: WeightedModel,
): Promise<Float32Array> {
  if (references === undefined) return weighted.logits(baselines(baseline, batch, trained.targets));
  const means = new Float32Array(classes);
  for (let r = 0; r < references; r++) {
    const logits = await weighted.logits(backgroundReference(batch, r));
    for (let c = 0; c < classes; c++) means[c] += logits[c] / references;
  }
  return trained.logits.map((_, i) => means[i % classes]);
}

/** What the inputs are compared with, [N, ...shape]. */
function baselines(
  baseline: NonNullable<Method['baseline']>,
  inputs: Batch,
  targets: Int32Array,
): Float32Array {
  const size = inputs.values.length / inputs.count;
  const noise = { fill: () => {}, fillFixed: () => {}, fillFresh: () => {} };
  const write =
    typeof baseline === 'function' ? baseline(inputs) : replacement(baseline, { inputs, targets, noise });
  const values = new Float32Array(inputs.values.length);
  for (let i = 0; i < inputs.count; i++) write(i, values.subarray(i * size, (i + 1) * size));
  return values;
}

const WORDS = {
  logit: 'the logit',
  'positive-logit': 'the logit, where that is positive',
  one: '1',
} as const satisfies Record<NonNullable<Method['conserves']>, string>;

/**
 * What the maps of methods that hand relevance down sum to, as a share of what they start from: 100 % where nothing is lost to
 * biases and stabilisers (Bach et al. 2015, eq. 2).
 */
export function conservationNotices({ methods, trained, model }: Subject, maps: readonly Maps[]): Notice[] {
  return methods.flatMap((method, m) => {
    const { conserves } = method;
    if (conserves === null) return [];
    const shares = Array.from(trained.targets, (target, i) => {
      const logit = trained.logits[i * model.classes + target];
      const start = conserves === 'one' ? 1 : logit;
      return conserves === 'positive-logit' && logit <= 0 ? Number.NaN : sumOf(maps[m], i) / start;
    })
      .filter((share) => !Number.isNaN(share))
      .sort((a, b) => a - b);
    if (shares.length === 0) return [];
    const [least, median, most] = [shares[0], medianSorted(shares), shares[shares.length - 1]].map(
      finePercent,
    );
    return {
      code: 'conservation',
      message: `${method.name} sums to ${median} of ${WORDS[conserves]} (median), ${least} to ${most}`,
    };
  });
}

/** The sum of one map. */
function sumOf({ values, count }: Maps, image: number): number {
  const size = values.length / count;
  return values.subarray(image * size, (image + 1) * size).reduce((a, b) => a + b, 0);
}
