import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Pictures } from '../../results/pictures.ts';
import type { Report, Status } from '../../results/report.ts';
import { BY_URGENCY, NECESSARY, VERDICT_WORDS } from '../wording/verdict-words.ts';
import { card } from './card.ts';
import { sign } from './elements.ts';
import { paragraph } from './terms.ts';

/** The cards of all checks: those that failed first, then what is not known, then what passed. */
export async function cardsSection(report: Report, pictures: Pictures | null): Promise<Element> {
  const groups: Element[] = [];
  for (const status of BY_URGENCY) groups.push(...(await group(report, pictures, status)));
  return h('section', { ariaLabelledBy: ['verdicts'], className: ['cards'] }, [
    h('h2', { id: 'verdicts' }, 'Verdicts'),
    paragraph(
      'The maps are of the first input that was kept, absolute, each on its own scale. The strips show retained similarity ' +
        'with its interval, from 0 to 1; the line is the gate, and what lies right of it does not pass.',
      ['note'],
    ),
    ...groups,
  ]);
}

async function group(report: Report, pictures: Pictures | null, status: Status): Promise<Element[]> {
  const checks = report.checks.filter((check) => check.status === status);
  if (checks.length === 0) return [];
  const { one, many } = VERDICT_WORDS[status];
  const cards: Element[] = [];
  for (const check of checks) cards.push(await card(report, check, pictures));
  return [
    h('h3', { className: ['group'], id: `verdicts-${status}` }, [
      sign(status),
      h('span', { className: [status] }, ` ${checks.length === 1 ? one : many}`),
      h('span', { className: ['count'] }, ` ${checks.length}`),
    ]),
    ...(status === 'passed' ? [h('p', { className: ['note'] }, NECESSARY)] : []),
    ...cards,
  ];
}
