import * as z from 'zod';
import { CHECK_NAMES } from '../checks/registry.ts';
import { OPTIONS } from '../config/options/list.ts';
import { plannedShape } from '../config/options/option.ts';
import { TRAINING_OPTIONS } from '../config/options/training.ts';
import { PROFILE_SCHEMA } from './profile-schema.ts';
import { count, described, text } from './schema-terms.ts';

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

const trainingPlan = z.looseObject({
  data: described(text, 'A path, `arrays` or `generated`'),
  labels: text.nullable(),
  limit: count.nullable(),
  permutations: described(count, 'Networks that were trained on random labels'),
  momentum: z.number().nullable(),
  ...plannedShape(TRAINING_OPTIONS),
});

/** The plan of a run, in report.json. */
export const PLAN_SCHEMA = z.looseObject({
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
