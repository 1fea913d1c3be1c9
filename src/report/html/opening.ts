import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../results/report.ts';
import { advice } from '../wording/advice.ts';
import { modelName } from '../wording/model-name.ts';
import { quickText } from '../wording/quick-text.ts';
import { runFacts } from '../wording/run-facts.ts';
import { BY_URGENCY, NECESSARY, VERDICT_WORDS } from '../wording/verdict-words.ts';
import { accuracyElements } from './accuracy.ts';
import { baselineSection } from './baseline-section.ts';
import { badge, facts, sign } from './elements.ts';
import { prose, unbroken } from './terms.ts';

/** The head of the page: what came out, what follows from it, what the run rests on, and what was done otherwise. */
export function opening(report: Report): Element {
  const { summary } = report;
  const counts = BY_URGENCY.map((status) =>
    h('li', [
      sign(status),
      h('strong', ` ${summary[status]} `),
      h('span', VERDICT_WORDS[status][summary[status] === 1 ? 'one' : 'many'].toLowerCase()),
    ]),
  );
  return h('header', { id: 'top' }, [
    h('h1', [`Sanity checks of ${modelName(report)}: `, badge(summary.status)]),
    h('ul', { className: ['counts'], ariaLabel: 'Verdicts by number' }, counts),
    h('p', { className: ['advice'] }, prose([...advice(report), ...openAdvice(report)].join(' '))),
    h('p', [
      'A method shows the network when its maps change as the weights become random or learn random labels. ',
      h('strong', NECESSARY.slice(0, NECESSARY.indexOf(':'))),
      NECESSARY.slice(NECESSARY.indexOf(':')),
    ]),
    facts(runFacts(report), ['line']),
    ...accuracyElements(report),
    ...baselineSection(report),
    ...notices(report),
  ]);
}

function openAdvice(report: Report): string[] {
  const quick = quickText(report);
  return quick === null ? [] : [`This was ${quick}.`];
}

function notices({ notices: all }: Report): Element[] {
  if (all.length === 0) return [];
  return [
    h('section', { ariaLabelledBy: ['notices'], className: ['notices'] }, [
      h('h2', { id: 'notices' }, 'Notices'),
      h(
        'ul',
        all.map(({ message }) => h('li', unbroken(message))),
      ),
    ]),
  ];
}
