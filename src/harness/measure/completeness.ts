import { medianSorted } from 'simple-statistics';
import type { Maps } from '../../attribution/maps.ts';
import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import type { Notice } from '../../results/report.ts';
import { finePercent } from '../../statistics/wording.ts';
import type { Subject } from '../prepare/subject.ts';

/**
 * How far the maps of complete methods miss the change of the logit from baseline to input that they should sum to
 * (Sundararajan et al. 2017, proposition 1): the error of the quadrature, relative to that change.
 */
export async function completenessNotices(subject: Subject, maps: readonly Maps[]): Promise<Notice[]> {
  const { methods, batch, trained, model, programs } = subject;
  if (!methods.some((m) => m.complete)) return [];
  const weighted = new WeightedModel(programs, model.trained);
  const black = await weighted.logits(batch.baseline);
  await weighted.release();
  return methods.flatMap((method, m) => {
    if (!method.complete) return [];
    const gaps = Array.from(trained.targets, (target, i) => {
      const size = maps[m].values.length / maps[m].count;
      const sum = maps[m].values.subarray(i * size, (i + 1) * size).reduce((a, b) => a + b, 0);
      const change = trained.logits[i * model.classes + target] - black[target];
      return Math.abs((sum - change) / change);
    }).sort((a, b) => a - b);
    return {
      code: 'completeness',
      message:
        `${method.name} misses the change of the logit from baseline to input by ${finePercent(medianSorted(gaps))} ` +
        `(median), at most ${finePercent(gaps[gaps.length - 1])}`,
    };
  });
}
