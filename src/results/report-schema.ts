import * as z from 'zod';
import { CHECK_NAMES } from '../checks/registry.ts';
import { OPTIONS } from '../config/options/list.ts';
import { plannedShape } from '../config/options/option.ts';
import { TRAINING_OPTIONS } from '../config/options/training.ts';
import { ACCURACY_SCHEMA } from './accuracy-schema.ts';
import { PROFILE_SCHEMA } from './profile-schema.ts';
import { SOURCES_SCHEMA } from './sources-schema.ts';

/** The name and version of the format of report.json. */
export const REPORT_SCHEMA_NAME = 'saliency-sanity/report@1';

/** JSON has no NaN and no infinities: an undefined number is null. */
const value = z.number().nullable();
const text = z.string();
const count = z.int().nonnegative();
const status = z.enum(['passed', 'failed', 'inconclusive']);
const described = <T extends z.ZodType>(schema: T, description: string): T => schema.describe(description);

const interval = z.looseObject({ mean: value, low: value, high: value });

const byMetric = <T extends z.ZodType>(schema: T, description: string) =>
  z
    .record(text, schema.nullable())
    .describe(`${description}, by metric; null where the metric does not apply`);

const gate = z.looseObject({
  order: described(text, `One of ${CHECK_NAMES.join(', ')}, or an order of a later version`),
  stage: described(text, '`output`, `full` or the name of a stage'),
  metric: text,
  only: described(text.optional(), '`signed` or `unsigned`: methods whose maps have signs, or have none'),
  maximum: described(z.number().optional(), 'The largest retained similarity that passes'),
  minimum: described(
    z.number().optional(),
    'The least that passes, of checks that expect maps to stay or to beat a control',
  ),
});

const share = (description: string) => described(z.number().min(0).max(1), description);

const trainingPlan = z.looseObject({
  data: described(text, 'A path, `arrays` or `generated`'),
  labels: text.nullable(),
  limit: count.nullable(),
  permutations: described(count, 'Networks that were trained on random labels'),
  momentum: z.number().nullable(),
  ...plannedShape(TRAINING_OPTIONS),
});

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

const plan = z.looseObject({
  ...plannedShape(OPTIONS),
  model: text,
  inputs: text,
  labels: text.nullable(),
  preprocess: text,
  methods: described(z.record(text, z.looseObject({})), 'Settings by method'),
  orders: z.array(text),
  metrics: z.array(text),
  gates: z.array(gate),
  classes: described(z.array(text).nullable().optional(), 'Classes whose inputs are used; null for all'),
  layers: described(z.array(text).nullable(), 'Layers to randomise; null for all'),
  group: described(text, '`auto`, `layer`, `weight`, `block` or a regular expression'),
  groups: described(
    z.array(z.looseObject({ name: text, layers: z.array(text) })).optional(),
    'What is randomised together, from output to input',
  ),
  randomization: described(z.record(text, text), 'Where the random values come from, by weight'),
  backend: text,
  device: text.optional(),
  threads: count,
  batch: count,
  reuse: described(z.boolean().optional(), 'Whether stages share what is the same in them'),
  pictures: described(count, 'Inputs that keep their maps'),
  looks: described(
    z.array(z.looseObject({ inputs: count, draws: count })).optional(),
    'Inputs and draws of every look, where a run stops when it is decided',
  ),
  replica: described(z.array(text).optional(), 'Networks that were given beside the model'),
  training: described(trainingPlan.optional(), 'How networks were trained, where some were'),
  profile: described(
    PROFILE_SCHEMA.optional(),
    'The profile that the checks came with, where they came with one',
  ),
});

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

const check = z.looseObject({
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
    }),
  ),
  draws: described(count.optional(), 'Repetitions that the verdict is drawn from'),
  inputs: described(count.optional(), 'Inputs that the verdict is drawn from'),
  stopped: described(
    z.enum(['plan', 'decided', 'capped']).optional(),
    'Why there are no more: they are those of the plan, it was decided before, or all looks were taken',
  ),
  depth: described(
    z
      .array(
        z.looseObject({
          metric: text,
          maximum: z.number(),
          stage: described(text.nullable(), 'Null where none does'),
          place: described(count.nullable(), 'Of that stage, from 1'),
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
  seconds: described(value, 'Forecast from passes that were timed before the run'),
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
  plan,
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
  checks: z.array(check),
  summary: z.looseObject({ status, passed: count, failed: count, inconclusive: count }),
  baseline: described(baseline.optional(), 'What changed since a baseline, where one was given'),
});

/** REPORT_SCHEMA as a JSON Schema (2020-12), for the package's schema/report.schema.json. */
export function reportJsonSchema(): string {
  const schema = z.toJSONSchema(REPORT_SCHEMA);
  const title = `report.json of saliency-sanity, schema ${REPORT_SCHEMA_NAME}`;
  return `${JSON.stringify({ $schema: schema.$schema, title, ...schema }, null, 2)}\n`;
}
