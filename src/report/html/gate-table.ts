import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../results/report.ts';
import { metricWords } from '../../statistics/wording.ts';
import { gateAt, gateColumns, ordersOf } from '../wording/gate-columns.ts';
import { gateLegend, gateText } from '../wording/number-text.ts';
import { oneLine } from '../wording/text-layout.ts';
import { checkAnchor } from './check-anchor.ts';
import { badge, foldable, table } from './elements.ts';
import { term } from './terms.ts';

/** All verdicts with the retained similarity at every gate, a table for each order. */
export function gateTables(report: Report): Element {
  return foldable('All gates in one table', [
    ...ordersOf(report.checks).map((order) => gateTable(report, order)),
    h('p', { className: ['note'] }, gateLegend(report.checks.flatMap((check) => check.gates))),
  ]);
}

function gateTable(report: Report, order: string): Element {
  const checks = report.checks.filter((check) => check.order === order);
  const columns = gateColumns(checks);
  const head = [
    'method',
    term('verdict'),
    ...columns.map(({ stage, metric }) =>
      h('span', [`${oneLine(stage)}: `, term(metric, metricWords(metric))]),
    ),
    'reason',
  ];
  const rows = checks.map((check) => [
    h('a', { href: `#${checkAnchor(report, check, 'check')}` }, oneLine(check.method)),
    badge(check.status),
    ...columns.map((column) => {
      const gate = gateAt(check, column);
      return gate === undefined ? '' : h('span', { className: [`gate-${gate.status}`] }, gateText(gate));
    }),
    check.reason === null ? '' : term(check.reason),
  ]);
  return table(`Gates, ${oneLine(order)}`, head, rows);
}
