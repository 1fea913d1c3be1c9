import type { Report } from '../../results/report.ts';
import {
  accuracySentences,
  classText,
  predictedWords,
  predictionRowWords,
} from '../../statistics/accuracy.ts';
import { oneLine } from './text-layout.ts';

/** Rows of the table of predictions that are shown; all are in report.json. */
const MOST_ROWS = 12;

/**
 * How the labelled inputs are classified, in a sentence or, where that is poor, a few: what is suspected and what mends it.
 * Null where no input is labelled.
 */
export function accuracyText({ accuracy }: Pick<Report, 'accuracy'>): string | null {
  return accuracy ? oneLine(accuracySentences(accuracy).join(' ')) : null;
}

/** What the inputs of every label were taken for, a line each; none where the accuracy is sound. */
export function predictionLines({ accuracy }: Pick<Report, 'accuracy'>): string[] {
  const rows = accuracy?.predictions ?? [];
  return [...rows.slice(0, MOST_ROWS).map((row) => oneLine(predictionRowWords(row))), ...rest(rows.length)];
}

/** The same as cells: folder, answers, label, number of inputs. The first row is the head. */
export function predictionCells({ accuracy }: Pick<Report, 'accuracy'>): string[][] {
  const rows = accuracy?.predictions ?? [];
  if (rows.length === 0) return [];
  const cells = rows.slice(0, MOST_ROWS).map(({ name, label, className, count, predicted }) => {
    return [
      oneLine(name ?? ''),
      oneLine(predictedWords(predicted)),
      oneLine(classText(label, className)),
      String(count),
    ];
  });
  return [
    ['folder', 'predicted', 'label', 'inputs'],
    ...cells,
    ...rest(rows.length).map((more) => [more, '', '', '']),
  ];
}

function rest(rows: number): string[] {
  return rows > MOST_ROWS ? [`${rows - MOST_ROWS} more labels in report.json`] : [];
}
