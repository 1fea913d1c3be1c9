import type { Model } from '../../model/model.ts';
import type { Notice } from '../../results/report.ts';

/** What the user should know of how the network's output is read. */
export function outputNotices({ output, removedActivation, classes }: Model): Notice[] {
  const removed = removedActivation && `the output's ${removedActivation} is taken off: logits are explained`;
  const own = WORDS[output](classes, removedActivation);
  return [removed, own].flatMap((message) => (message ? [{ code: 'logits', message }] : []));
}

type Words = (classes: number, removed: Model['removedActivation']) => string | null;

const WORDS: Readonly<Record<Model['output'], Words>> = {
  'multi-class': () => null,
  binary: () =>
    'one sigmoid output is a classifier of two classes, 0 below probability .5 and else 1: class 1 is explained by the ' +
    'logit, class 0 by its negative',
  'multi-label': (classes) =>
    `${classes} sigmoid outputs are as many yes/no questions (multi-label): the most probable one is predicted and explained`,
  regression: (_, removed) =>
    removed
      ? `the ${removed} of a single value is the same for every input: what stands before it is explained as a number`
      : 'the single output is explained as a number (a regression): there are no classes, probabilities or accuracy',
};
