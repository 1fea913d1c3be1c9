import type { TrainingReport } from '../../results/report.ts';
import { markdownTable, markdownText } from './markdown-text.ts';
import { shareText, similarityText, UNDEFINED } from './number-text.ts';

/** The columns of `trainingRows`. */
export const TRAINING_HEAD = [
  'labels',
  'ended',
  'trained in',
  'accuracy',
  'accuracy on inputs',
  'epochs',
  'last loss',
] as const;

/** The networks that a run trained, as a table of report.md. */
export function trainingTable(networks: readonly TrainingReport[]): string {
  const [head, ...rows] = [TRAINING_HEAD, ...trainingRows(networks)];
  return markdownTable([head, ...rows.map(([labels, ...rest]) => [markdownText(labels), ...rest])], 3);
}

/** A row for each network, in plain text. */
export function trainingRows(networks: readonly TrainingReport[]): string[][] {
  return networks.map(({ labels, accuracy, testAccuracy, epochs, ended, cached, curve }) => [
    labels,
    ended === 'accuracy' ? 'accuracy reached' : 'epochs over',
    cached ? 'cache' : 'this run',
    shareText(accuracy),
    testAccuracy === null ? UNDEFINED : shareText(testAccuracy),
    `${epochs}`,
    similarityText(curve.at(-1)?.loss),
  ]);
}
