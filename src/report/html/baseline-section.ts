import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../results/report.ts';
import { baselineSummary, changesOf, changeText } from '../reporters/baseline-text.ts';
import { sign } from './elements.ts';
import { prose } from './terms.ts';

/** What changed since the baseline, for the worse first; nothing where the run has none. */
export function baselineSection({ baseline }: Report): Element[] {
  if (!baseline) return [];
  const changes = changesOf(baseline).map((change) =>
    h('li', [
      sign(change.regression ? 'failed' : 'passed'),
      h('span', { className: ['unseen'] }, change.regression ? 'worse: ' : ''),
      ' ',
      ...prose(changeText(change)),
    ]),
  );
  return [
    h('section', { ariaLabelledBy: ['baseline'], className: ['notices'] }, [
      h('h2', { id: 'baseline' }, 'Baseline'),
      h('p', prose(baselineSummary(baseline))),
      ...(changes.length > 0 ? [h('ul', { className: ['changes'] }, changes)] : []),
    ]),
  ];
}
