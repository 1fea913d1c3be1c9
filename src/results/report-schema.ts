import * as z from 'zod';
import { ACCURACY_SCHEMA } from './accuracy-schema.ts';
import { CHECK_SCHEMA } from './check-schema.ts';
import { PLAN_SCHEMA } from './plan-schema.ts';
import { count, described, interval, share, status, text, value } from './schema-terms.ts';

/** The name and version of the format of report.json. */
export const REPORT_SCHEMA_NAME = 'saliency-sanity/report@1';

const training = z.looseObject({
  labels: described(
    text,
    '`true`; `permutation 1`, `permutation 2` ...; of other networks of the true labels `seed 1`, `seed 2` ...',
  ),
  accuracy: share('On the labels that the network was trained on'),
  required: described(
    z.number().min(0).max(1).optional(),
    'Accuracy that it had to reach, where that is not the one that the plan requires',
  ),
  testAccuracy: described(
    z.number().min(0).max(1).nullable(),
    "On the true labels of the run's inputs; null where there are none",
  ),
  epochs: count,
  ended: described(text, '`accuracy` where the required one was reached, else `epochs`'),
  cached: described(z.boolean(), 'Whether the network came from the cache'),
  curve: z.array(z.looseObject({ epoch: count, loss: z.number(), accuracy: z.number() })),
});

const change = z.looseObject({
  method: text,
  order: text,
  regression: described(z.boolean(), 'Whether it is a change for the worse'),
});

const baseline = z.looseObject({
  file: described(text, 'Path of the baseline, as it was given'),
  startedAt: described(text, 'When the earlier run started: ISO 8601, UTC'),
  regressions: described(count, 'Number of changes for the worse'),
  verdicts: z.array(change.extend({ before: status, after: status })),
  retained: described(
    z.array(change.extend({ stage: text, metric: text, before: interval, after: interval })),
    'Retained similarities that moved beyond their joint interval',
  ),
});

const cost = z.looseObject({
  maps: described(count, 'Maps of all methods, inputs, stages and draws'),
  gradients: described(count, 'Inputs that go through the network and back'),
  forwards: described(count.optional(), 'Inputs that go through the network to its logits alone'),
  training: described(count, 'Examples that go through networks that are trained, at most'),
  networks: described(count.optional(), 'Networks that are trained, where some are'),
  seconds: described(value, 'Forecast from passes that were timed before the run; trainings may end earlier'),
  largest: described(
    z
      .looseObject({ method: text, gradients: count, forwards: count.optional(), share: z.number() })
      .nullable(),
    'The method that takes more than half of them: those of one map, and its share',
  ),
});

const look = z.looseObject({ inputs: count, draws: count });

const looksTaken = z.looseObject({
  plan: described(z.array(look), 'Inputs and draws of every look'),
  confidence: described(value, 'Coverage of the intervals of every look'),
  taken: described(count, 'Number of looks that were taken'),
  maps: described(count, 'Maps that were judged'),
  fixed: described(look.extend({ maps: count }), 'What a fixed plan over all stages would have taken'),
});

const rule = z.looseObject({
  ...{ method: text, order: text, stage: text, metric: text },
  rule: described(text, 'Its name: `paper`, `arun`, `sixt`'),
  value: z.number(),
  low: value,
  high: described(value, 'Upper end of its band, or the bound that the value is held against'),
  status: described(z.enum(['passed', 'failed']).nullable(), 'Null for a rule that gives no verdict'),
});

const skipped = z.looseObject({
  method: text,
  reason: text,
  named: described(z.boolean(), 'Whether it was asked for by its own name, not with a set'),
});

/** The content of report.json. Later versions of the same schema may have more keys, never fewer. */
export const REPORT_SCHEMA = z.looseObject({
  schema: z.literal(REPORT_SCHEMA_NAME),
  version: described(text, 'Version of saliency-sanity'),
  seed: count,
  engine: z.looseObject({
    name: text,
    threads: count,
    backend: text,
    operators: described(
      text.optional(),
      'Of the compiled engine: `public` for those of ONNX, `blocked` with convolutions of ONNX Runtime (on the CPU alone); ' +
        "of TensorFlow's library: its `default` kernels, or those `without-onednn` where these are wrong on the processor",
    ),
    device: described(text.optional(), 'What was computed on: `cpu`, `webgpu` or `cuda`'),
  }),
  command: described(text, 'The command that repeats the run'),
  startedAt: described(text, 'ISO 8601, UTC'),
  durationMs: z.number(),
  plan: PLAN_SCHEMA,
  model: z.looseObject({
    source: text,
    sha256: text,
    inputShape: z.array(count),
    output: described(
      text.optional(),
      '`multi-class`, `binary` (one sigmoid), `multi-label` (several) or `regression` (a single number)',
    ),
    classes: described(count, 'Of a regression 1'),
    layers: described(
      z.array(
        z.looseObject({
          name: text,
          kind: text,
          weights: z.array(text),
          parameters: count,
          follows: described(text.optional(), 'Of a normalisation: the layer that it follows'),
        }),
      ),
      'From output to input',
    ),
    parameters: count,
  }),
  inputs: z.array(
    z.looseObject({
      id: text,
      sha256: text,
      label: count.nullable(),
      labelName: described(text.optional(), 'What the class of the label is called, where it is known'),
      predicted: described(count.optional(), 'Predicted class; absent for a regression'),
      predictedName: described(text.optional(), 'What that class is called, where it is known'),
      probability: described(
        value.optional(),
        "The network's own probability of the predicted class, by softmax or sigmoid; absent for a regression",
      ),
      value: described(value.optional(), 'The output of a regression'),
    }),
  ),
  accuracy: described(
    ACCURACY_SCHEMA.nullable().optional(),
    'How the labelled inputs are classified; null where none is labelled, and for a regression',
  ),
  networks: described(
    z.array(z.looseObject({ name: text, source: text, sha256: text })).optional(),
    'Networks that were given beside the model, where some were',
  ),
  training: described(z.array(training).optional(), 'Networks that were trained, where some were'),
  cost: described(cost.optional(), 'What the run takes, forecast before it'),
  looks: described(looksTaken.optional(), 'What it took to decide, of a run that stops then'),
  rules: described(
    z.array(rule).optional(),
    'The same gates by rules of the literature, where they were asked for',
  ),
  skipped: described(z.array(skipped).optional(), 'Methods that were left out, where some were'),
  notices: described(
    z.array(z.looseObject({ code: text, message: text })),
    'What was done otherwise than asked, or left out',
  ),
  checks: z.array(CHECK_SCHEMA),
  summary: z.looseObject({ status, passed: count, failed: count, inconclusive: count }),
  baseline: described(baseline.optional(), 'What changed since a baseline, where one was given'),
});

/** REPORT_SCHEMA as a JSON Schema (2020-12), for the package's schema/report.schema.json. */
export function reportJsonSchema(): string {
  const schema = z.toJSONSchema(REPORT_SCHEMA);
  const title = `report.json of saliency-sanity, schema ${REPORT_SCHEMA_NAME}`;
  return `${JSON.stringify({ $schema: schema.$schema, title, ...schema }, null, 2)}\n`;
}
