import { findCheck } from '../../checks/registry.ts';
import type { RunFacts } from '../../results/facts.ts';
import type { CheckResult, RuleFinding } from '../../results/report.ts';
import { findMetric } from '../../similarity/registry.ts';
import { RULES } from '../../statistics/rules/registry.ts';
import type { ScoreTables } from './score-tables.ts';

/** What rules of the literature make of the scores that the verdicts rest on: a finding for each rule at each gate. */
export function compareRules(
  { conditions }: Pick<RunFacts, 'conditions'>,
  tables: ScoreTables,
  checks: readonly CheckResult[],
): RuleFinding[] {
  return checks.flatMap(({ method, order, gates }) =>
    gates.flatMap(({ stage, metric }) => {
      const all = conditions[order] ?? [];
      const at = all.find(({ name }) => name === stage) ?? all.find(({ aliases }) => aliases.includes(stage));
      if (!at) return [];
      const { images, values } = tables.table(method, at, metric);
      const question = {
        ...{ metric, scores: values.slice(0, images), floor: tables.floor(method, metric) },
        full: at.unrelated && findCheck(order).family === 'random weights',
        flipped: findMetric(metric).flipped,
      };
      return RULES.flatMap((rule) => {
        const answer = rule.judge(question);
        return answer ? [{ method, order, stage, metric, rule: rule.name, ...answer }] : [];
      });
    }),
  );
}
