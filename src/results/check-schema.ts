import * as z from 'zod';
import { byMetric, count, described, interval, status, text, value } from './schema-terms.ts';
import { SOURCES_SCHEMA } from './sources-schema.ts';

const stage = z.looseObject({
  name: text,
  layers: described(z.array(text), 'Layers that are random'),
  coverage: described(value, 'Share of all parameters that are random, 0 to 1'),
  logitShift: described(value, 'Mean |logits - trained logits| over the SD of the trained logits'),
  scores: byMetric(
    interval.extend({
      sdImages: described(value, 'Standard deviation over images of the mean over draws'),
      sdDraws: described(value, 'Standard deviation over draws of the mean over images'),
      count: described(count, 'Number of defined scores'),
      undefined: described(count, 'Number of undefined scores'),
    }),
    'Mean similarity to the maps of the trained model',
  ),
  retained: byMetric(interval, 'Retained similarity (score - floor) / (ceiling - floor)'),
});

const curve = z.looseObject({
  stage: text,
  curve: described(text, 'Its name: `deletion`, `random-deletion`'),
  x: described(z.array(z.number()), 'The points, from left to right'),
  mean: described(z.array(value), 'Mean over draws and inputs, at every point'),
  low: z.array(value),
  high: z.array(value),
});

/** The verdict on a method under a check, with what it rests on, in report.json. */
export const CHECK_SCHEMA = z.looseObject({
  method: text,
  check: described(text.optional(), 'Name of the check'),
  order: text,
  status,
  reason: described(text.nullable(), 'Why the status is not `passed`, as a stable code'),
  explanation: described(text, 'Sentences built from the evidence'),
  gates: z.array(
    z.looseObject({
      stage: text,
      metric: text,
      maximum: z.number().optional(),
      minimum: z.number().optional(),
      retained: value,
      score: described(value.optional(), 'Mean score, where it is held against the bound itself'),
      low: value,
      high: value,
      status: described(
        z.enum(['passed', 'failed', 'not-telling', 'open', 'undefined']),
        "`not-telling`: no more is retained than the network's own derivative does; `open`: not decided",
      ),
      derivative: described(
        interval.optional(),
        "What the network's own derivative retains, where it was measured",
      ),
      excess: described(interval.optional(), 'How much more the method retains than the derivative, paired'),
      decidedWith: described(
        z.looseObject({ inputs: count, draws: count }).optional(),
        'What an earlier look decided it with, where the verdict is drawn from more',
      ),
    }),
  ),
  draws: described(count.optional(), 'Repetitions that the verdict is drawn from'),
  inputs: described(count.optional(), 'Inputs that the verdict is drawn from'),
  stopped: described(
    z.enum(['plan', 'decided', 'capped', 'futile']).optional(),
    'Why there are no more: they are those of the plan, it was decided before, all looks were taken, or more of them would hardly decide it',
  ),
  prospect: described(
    z.number().optional(),
    'How probable it was that the largest look would decide it, where it stopped as futile',
  ),
  depth: described(
    z
      .array(
        z.looseObject({
          metric: text,
          maximum: z.number(),
          stage: described(text.nullable(), 'Null where none does'),
          place: described(count.nullable(), 'Of that stage, from 1'),
          earliest: described(
            count.nullable().optional(),
            'The first place at which it may: at all before, the interval lies above the gate; one more than there are stages where it does so at all, null where nothing is known',
          ),
          stages: count,
          retained: value,
          low: value,
          high: value,
        }),
      )
      .optional(),
    'The first stage whose retained similarity lies at or below the gate with its interval, by gated metric',
  ),
  references: byMetric(z.looseObject({ ceiling: value, floor: value, null: value }), 'Reference scores'),
  stages: z.array(stage),
  curves: described(
    z.array(curve).optional(),
    'What was traced on the way to the scores, of checks that trace something: by condition and curve',
  ),
  sources: described(SOURCES_SCHEMA.optional(), 'What the similarity is made of'),
});
