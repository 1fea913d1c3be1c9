import * as z from 'zod';
import { count, described, share, text } from './schema-terms.ts';

/** How the labelled inputs are classified, in report.json. */
export const ACCURACY_SCHEMA = z.looseObject({
  correct: described(count, 'Inputs that are classified as labelled'),
  count: described(count, 'Labelled inputs'),
  chance: share('Probability of a correct guess, 1 / classes'),
  constant: described(
    z.number().optional(),
    'Share of the classes that, given as the answer to every input, are right as often',
  ),
  p: share('Probability that guessing is right as often: exact binomial, one-sided'),
  finding: described(text, '`at-chance` (p or `constant` above .05), `poor` or `sound`'),
  wouldTell: described(
    count.nullable(),
    'From how many labelled inputs on it could be told from chance; null where there are as many, and beyond 10,000',
  ),
  predictions: described(
    z.array(
      z.looseObject({
        label: count,
        className: described(text.optional(), 'What that class is called, where it is known'),
        name: described(text.nullable(), 'The class folder of these inputs'),
        count,
        predicted: z.array(z.looseObject({ class: count, name: text.optional(), count })),
      }),
    ),
    'What the inputs of every label were taken for; empty where the finding is `sound`',
  ),
  suspects: described(
    z.array(
      z.looseObject({
        kind: described(text, '`preprocess` or `class-order`'),
        correct: described(count, 'Inputs that would be right'),
        remedy: described(text, 'Options, or the content of a labels.json'),
        order: z.array(z.looseObject({ label: count, class: count })).optional(),
      }),
    ),
    'What would make clearly more inputs right',
  ),
  trials: described(
    z.array(z.looseObject({ preprocess: text, channels: text, correct: count })),
    'Accuracy under other preprocessings, where they were tried',
  ),
});
