import * as z from 'zod';
import { described, interval, text, value } from './schema-terms.ts';

const variance = z.looseObject({
  images: z.number(),
  draws: z.number(),
  noise: described(value, "The method's own noise; null where it was not measured"),
  rest: z.number(),
});

const input = z.looseObject({
  metric: described(text, 'The rank correlation of the plane of the gate'),
  retained: interval,
  left: described(interval, 'The part of it that the input does not explain'),
  partial: described(value, 'Mean partial correlation given |x - baseline|, edges and the centre prior'),
  explained: described(value, 'Share of what is retained that the input explains, 0 to 1'),
});

const multiplier = z.looseObject({
  twin: described(text, 'The method without the input as a factor'),
  retained: described(interval, 'What the twin retains'),
  share: described(interval, 'How much more the method retains, paired'),
});

const multiverse = z.looseObject({
  cells: z.array(z.looseObject({ metric: text, plane: text, scaling: text, status: text })),
  same: described(z.number(), 'Share of the cells with the verdict of the check'),
  turns: described(
    z.looseObject({ choice: text, verdicts: z.record(text, text) }).nullable(),
    'The choice that the verdict turns with, and the verdicts under it',
  ),
});

/** What the similarity of a check is made of, in report.json. */
export const SOURCES_SCHEMA = z.looseObject({
  structuralZeros: described(value, 'Mean share of the pixels of an input that are those of the baseline'),
  gates: z.array(
    z.looseObject({
      stage: text,
      metric: text,
      variance: described(variance.nullable(), 'Variance components of one score'),
      support: described(
        z.looseObject({ score: value, retained: interval }),
        'Signed Spearman where the input differs from the baseline',
      ),
      input: described(input.nullable(), 'What the input alone explains'),
      multiplier: described(multiplier.nullable(), 'Of a method that multiplies by the input'),
    }),
  ),
  multiverse: described(
    multiverse.optional(),
    'The verdict under other planes and scalings, where asked for',
  ),
});
