import type { Method } from '../../attribution/method.ts';
import type { Check, CheckSettings, Condition } from '../../checks/check.ts';
import { costPerInput } from '../measure/explain-all.ts';
import { methodUnderCheck } from './experiment-facts.ts';
import type { Subject } from './subject.ts';

/**
 * How often some methods explain every input at a condition of a check, at most: 1 where it says nothing. Where it is another number for
 * each of them, the mean by what a map of each costs.
 */
export function evaluationsOf(
  subject: Pick<Subject, 'model' | 'reuse'>,
  methods: readonly Method[],
  check: Check,
  condition: Condition,
  settings: CheckSettings,
): number {
  const each = methods.map(
    (method) => check.evaluations?.(condition, settings, methodUnderCheck(method, subject.model)) ?? 1,
  );
  if (each.every((count) => count === each[0])) return each[0] ?? 1;
  const work = each.reduce((sum, count, m) => sum + count * costPerInput(subject, [methods[m]]), 0);
  return work / costPerInput(subject, methods);
}
