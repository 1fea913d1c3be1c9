import type { Notice } from '../../results/report.ts';
import { accuracySentences } from '../../statistics/accuracy.ts';
import type { Subject } from './subject.ts';

/**
 * What the user should know where the network classifies the labelled inputs badly, or where they can show little.
 * @param judged whether there are verdicts, which tell of an accuracy at chance themselves
 */
export function accuracyNotices(
  { inputs, trained }: Pick<Subject, 'inputs' | 'trained'>,
  judged: boolean,
): Notice[] {
  const { accuracy } = trained;
  if (!accuracy) return [];
  const labels = new Set(inputs.labels.filter((label) => label !== null));
  const alone =
    labels.size === 1 && accuracy.count > 1 && accuracy.finding !== 'at-chance'
      ? [
          'all labelled inputs are of one class: a network that gives every input this class is right as often',
        ]
      : [];
  const told = accuracy.finding === 'sound' || (judged && accuracy.finding === 'at-chance');
  const badly = told ? [] : [accuracySentences(accuracy).join(' ')];
  return [...badly, ...alone].map((message) => ({ code: 'accuracy', message }));
}
