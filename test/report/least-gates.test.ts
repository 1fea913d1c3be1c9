import { describe, expect, test } from 'vitest';
import { curvePoints } from '../../src/report/figures/curve-points.ts';
import { curvesPages } from '../../src/report/figures/curves-figure.ts';
import { summaryPages } from '../../src/report/figures/summary-figure.ts';
import { reportHtml } from '../../src/report/html/report-html.ts';
import { reportJunit } from '../../src/report/reporters/junit.ts';
import { reportMarkdown } from '../../src/report/reporters/markdown.ts';
import { retainedBars } from '../../src/report/reporters/retained-bars.ts';
import { reportTerminal } from '../../src/report/reporters/terminal-text.ts';
import { stageTable } from '../../src/report/wording/stage-table.ts';
import type { CheckResult, GateResult, Report } from '../../src/results/report.ts';
import { REPORT_SCHEMA } from '../../src/results/report-schema.ts';
import { exampleReport } from './example.ts';
import { onlyPage } from './only-page.ts';
import { textsOf } from './svg.ts';

const METRIC = 'spearman-abs';

function check(method: string, scores: Readonly<Record<string, number>>): CheckResult {
  const stages = Object.keys(scores);
  const gates = stages.map((stage): GateResult => {
    const score = scores[stage];
    const status = score >= 0.95 ? 'passed' : 'failed';
    return {
      ...{ stage, metric: METRIC, minimum: 0.95, retained: null, score },
      ...{ low: score - 0.01, high: score + 0.01, status },
    };
  });
  const failed = gates.some(({ status }) => status === 'failed');
  return {
    ...{ method, check: 'input-shift', order: 'input-shift', gates },
    ...(failed ? { status: 'failed', reason: 'gate-missed' } : { status: 'passed', reason: null }),
    explanation: 'Said.',
    references: { [METRIC]: { ceiling: 1, floor: 0.1, null: null } },
    stages: stages.map((name) => ({
      ...{ name, layers: [], coverage: 0, logitShift: 0 },
      scores: {
        [METRIC]: {
          ...{ mean: scores[name], low: null, high: null },
          ...{ sdImages: null, sdDraws: null, count: 4, undefined: 0 },
        },
      },
      retained: { [METRIC]: { mean: scores[name], low: null, high: null } },
    })),
  };
}

/** Of three methods the last has other stages than the rest, or none. */
const checks = [
  check('stays', { 'minus-range': 0.99, 'plus-half-range': 0.98 }),
  check('changes', { 'minus-range': 0.2, 'plus-half-range': 0.6 }),
  check('other', { 'plus-half-range': 0.97 }),
  { ...check('none', {}), status: 'inconclusive', reason: 'not-applicable' } as const,
];
const example = exampleReport();
const report: Report = {
  ...example,
  plan: { ...example.plan, orders: ['input-shift'], metrics: [METRIC] },
  checks,
  summary: { status: 'failed', passed: 2, failed: 1, inconclusive: 1 },
};

describe('gates that ask for the least', () => {
  test('are told by the score itself, and on which side they lie', () => {
    expect(reportTerminal(report, { width: 100 })).toContain('! on the wrong side of the gate');
    const markdown = reportMarkdown(report);
    expect(markdown).toMatch(/\| stage +\| metric +\| gate +\| minimum +\| score/);
    expect(markdown).toContain('.20');
    expect(reportJunit(report)).toContain('gate-missed');
    expect(retainedBars(checks)).toMatch(/changes {2}█+·+│█*·+ {2}\.20 abs Spearman, minus-range: failed/);
  });

  test('have the forbidden part of their strip on the left', async () => {
    const page = await reportHtml(report, null);
    expect(page).toContain('at least .95');
    expect(page).not.toContain('at most .95');
    expect(page).toMatch(/class="forbidden" x="0"/);
  });

  test('fit the schema', () => {
    expect(REPORT_SCHEMA.safeParse(JSON.parse(JSON.stringify(report))).error).toBeUndefined();
  });

  test('are drawn with the words of their side', async () => {
    const summary = await onlyPage(summaryPages(report, 'input-shift'));
    expect(textsOf(summary!)).toContain('gate: the least that passes');
    const curves = await onlyPage(curvesPages(report, 'input-shift'));
    expect(textsOf(curves!)).toContain('gate: the least that passes');
  });
});

describe('methods of one check with stages of their own', () => {
  test('stand at the place of the stage, not at their own first one', () => {
    const places = curvePoints(checks, METRIC).map(({ method, place }) => [method, place]);
    expect(places).toContainEqual(['other', 2]);
    expect(places).not.toContainEqual(['other', 1]);
  });

  test('have a table even where there are no stages', () => {
    expect(stageTable(checks[3])).toContain('ceiling');
  });
});
