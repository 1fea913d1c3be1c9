import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../results/report.ts';
import { accuracyText, predictionCells } from '../wording/accuracy-text.ts';
import { table } from './elements.ts';
import { unbroken } from './terms.ts';

/** How the labelled inputs are classified: a sentence, and a table where that is poor; nothing without labels. */
export function accuracyElements(report: Report): Element[] {
  const text = accuracyText(report);
  if (text === null) return [];
  const [head, ...rows] = predictionCells(report);
  return [
    h('p', unbroken(`Accuracy: ${text}`)),
    ...(head ? [table('Predictions by label', head, rows)] : []),
  ];
}
