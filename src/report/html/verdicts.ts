import type { Element } from 'hast';
import { h } from 'hastscript';
import type { CheckResult, Report } from '../../harness/report.ts';
import { gateAt, gateColumns, ordersOf } from '../gate-columns.ts';
import { metricTitle } from '../metric-label.ts';
import { modelName } from '../model-name.ts';
import { GATE_LEGEND, gateText } from '../number-text.ts';
import { repetitionsText } from '../repetitions.ts';
import { oneLine } from '../text-layout.ts';
import { accuracyElements } from './accuracy.ts';
import { badge, table } from './elements.ts';

/** Where the section of a check stands in the page: numbers, because names may hold anything. */
export function checkAnchor(report: Report, check: CheckResult): string {
  return `check-${report.checks.indexOf(check) + 1}`;
}

/** The head of the page: what came out, of which model, and every verdict with its gates. */
export function verdictSection(report: Report): Element {
  const { summary, plan } = report;
  const counts = (['passed', 'failed', 'inconclusive'] as const).map((status) =>
    h('li', [badge(status), ` ${summary[status]}`]),
  );
  const about =
    `${report.inputs.length} inputs, ${repetitionsText(plan)}, seed ${report.seed}. ` +
    'A method passes when its maps change as the weights of the model become random or learn random labels.';
  return h('header', [
    h('h1', [`Sanity checks of ${modelName(report)}: `, badge(summary.status)]),
    h('ul', { className: ['counts'], ariaLabel: 'Verdicts' }, counts),
    h('p', about),
    ...accuracyElements(report),
    ...ordersOf(report.checks).map((order) => verdictTable(report, order)),
    h('p', { className: ['note'] }, GATE_LEGEND),
  ]);
}

function verdictTable(report: Report, order: string): Element {
  const checks = report.checks.filter((check) => check.order === order);
  const columns = gateColumns(checks);
  const head = [
    'method',
    'verdict',
    ...columns.map(({ stage, metric }) => `${oneLine(stage)}: ${metricTitle(metric)}`),
    'reason',
  ];
  const rows = checks.map((check) => [
    h('a', { href: `#${checkAnchor(report, check)}` }, oneLine(check.method)),
    badge(check.status),
    ...columns.map((column) => {
      const gate = gateAt(check, column);
      return gate === undefined
        ? ''
        : h('span', { className: ['number', `gate-${gate.status}`] }, gateText(gate));
    }),
    check.reason ?? '',
  ]);
  return table(`Verdicts, ${oneLine(order)}`, head, rows);
}
