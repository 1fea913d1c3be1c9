import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../results/report.ts';
import { ordersOf } from '../wording/gate-columns.ts';
import { reportCard } from '../wording/report-card.ts';
import { oneLine } from '../wording/text-layout.ts';
import { checkAnchor } from './check-anchor.ts';
import { sign } from './elements.ts';

/** What else the page has, with every check by name. */
export function contents(report: Report, hasMaps: boolean): Element {
  const several = ordersOf(report.checks).length > 1;
  const checks = report.checks.map((check) =>
    h('li', [
      sign(check.status),
      ' ',
      h(
        'a',
        { href: `#${checkAnchor(report, check, 'check')}` },
        several ? `${oneLine(check.method)}, ${oneLine(check.order)}` : oneLine(check.method),
      ),
    ]),
  );
  return h('nav', { ariaLabelledBy: ['contents'], className: ['contents'] }, [
    h('h2', { id: 'contents' }, 'Contents'),
    h('ul', [
      ...(reportCard(report) === null ? [] : [entry('report-card', 'Report card')]),
      entry('verdicts', 'Verdicts'),
      ...(hasMaps ? [entry('maps', 'Maps')] : []),
      entry('run', 'The run'),
      entry('words', 'Words'),
      h('li', { className: ['with-checks'] }, [
        h('a', { href: '#details' }, 'Details'),
        h('ul', { className: ['checks'] }, checks),
      ]),
    ]),
  ]);
}

function entry(id: string, text: string): Element {
  return h('li', h('a', { href: `#${id}` }, text));
}
