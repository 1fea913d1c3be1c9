import type { BaselineComparison, RetainedChange, VerdictChange } from '../../results/report.ts';
import { metricWords } from '../../statistics/wording.ts';
import { retainedIntervalText } from '../wording/number-text.ts';
import { oneLine } from '../wording/text-layout.ts';

/** One line for a change since the baseline, without a full stop. */
export function changeText(change: VerdictChange | RetainedChange): string {
  const check = `${oneLine(change.method)}, ${oneLine(change.order)}`;
  if (!('stage' in change)) return `${check}: ${change.before} before, ${change.after} now`;
  const { before, after } = change;
  const values = [before, after].map(retainedIntervalText);
  return `${check}: retained ${oneLine(metricWords(change.metric))} at ${oneLine(change.stage)} was ${values[0]}, is ${values[1]}`;
}

/** Changes since the baseline, those for the worse first, verdicts before retained similarities. */
export function changesOf(baseline: BaselineComparison): (VerdictChange | RetainedChange)[] {
  const changes = [...baseline.verdicts, ...baseline.retained];
  return [...changes.filter((one) => one.regression), ...changes.filter((one) => !one.regression)];
}

/** The comparison in a sentence. */
export function baselineSummary({ file, regressions, verdicts, retained }: BaselineComparison): string {
  const changes = verdicts.length + retained.length;
  if (changes === 0) return `Nothing changed since ${oneLine(file)}.`;
  const worse = regressions === 1 ? '1 change' : `${regressions} changes`;
  const better = changes - regressions;
  return `${worse} for the worse, ${better} other, since ${oneLine(file)}.`;
}
