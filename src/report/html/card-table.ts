import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../results/report.ts';
import { type CardCell, type CardColumn, cardLegend, NO_SCORE, reportCard } from '../wording/report-card.ts';
import { oneLine } from '../wording/text-layout.ts';
import { checkAnchor } from './check-anchor.ts';
import { table } from './elements.ts';
import { term } from './terms.ts';

/** The report card at the head of the page: methods by checks, each cell a way to the check in full. Nothing where there is none. */
export function cardTable(report: Report): Element[] {
  const card = reportCard(report);
  if (card === null) return [];
  const head = ['method', ...card.columns.map(headOf)];
  const rows = card.rows.map(({ method, cells }) => [
    oneLine(method),
    ...cells.map((cell, at) => cellOf(report, cell, method, card.columns[at])),
  ]);
  return [
    h('section', { ariaLabelledBy: ['report-card'], className: ['report-card'] }, [
      h('h2', { id: 'report-card' }, 'Report card'),
      table('Verdicts, methods by checks', head, rows),
      h('p', { className: ['note'] }, `${cardLegend(card).join('; ')}. ${NO_SCORE}`),
    ]),
  ];
}

function headOf({ name, check }: CardColumn): ElementContent {
  if (check === null) return term(name, name);
  return h('span', [oneLine(name), h('span', { className: ['of'] }, term(check, check))]);
}

function cellOf(
  report: Report,
  { status, sign, word, check }: CardCell,
  method: string,
  { name }: CardColumn,
): ElementContent {
  const mark = h('span', { className: ['sign'], ariaHidden: 'true' }, sign);
  const className = [status ?? 'nothing'];
  if (check === null) return h('span', { className }, [mark, ` ${word}`]);
  const target = `#${checkAnchor(report, check, 'check')}`;
  return h('span', { className }, [
    h('a', { href: target }, [
      mark,
      ` ${word}`,
      h('span', { className: ['unseen'] }, `: ${oneLine(method)}, ${oneLine(name)}`),
    ]),
  ]);
}
