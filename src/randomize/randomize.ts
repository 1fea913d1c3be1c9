import { conditionNames, namedCondition } from '../checks/check.ts';
import { findCheck } from '../checks/registry.ts';
import { DEFAULTS } from '../config/defaults.ts';
import { InputError } from '../errors.ts';
import type { Model, Weights } from '../model/model.ts';
import { nearestNames } from '../nearest.ts';
import type { BatchNormMode, InitializerChoice } from '../plan/plan.ts';
import { groupLayers, type LayerGroup, resolveGroup } from './group.ts';
import { keptTrained, randomization, recalibrated } from './random-weight.ts';
import { Stream } from './stream.ts';

export interface RandomizeSettings {
  /** Which of the independent re-initializations; 0 by default. */
  readonly draw?: number;
  readonly seed?: number;
  readonly initializer?: InitializerChoice;
  readonly batchNorm?: BatchNormMode;
}

export interface RandomizeOptions extends RandomizeSettings {
  /** `full`, another name that the check gives to a stage, or the name of a layer: the stage that ends with it. */
  readonly stage: string;
  /** `cascade` by default. */
  readonly order?: string;
  /** Names of the layers that may be randomised; all by default. */
  readonly layers?: readonly string[] | null;
  /**
   * `layer`, `weight`, `block`, `auto` (the default: layers up to 24 of them, else blocks), or a regular expression:
   * layers with the same match are randomised together.
   */
  readonly group?: string;
}

export interface Randomized {
  readonly weights: Weights;
  /** Names of the random layers. */
  readonly layers: readonly string[];
  /** Share of the model's parameters that are random, 0 to 1. */
  readonly coverage: number;
}

/**
 * Weights of the model with the layers of one stage random. Trained values are shared with the model where they stay,
 * and never changed.
 */
export function randomize(model: Model, options: RandomizeOptions): Randomized {
  if (options.batchNorm === 'recalibrate') {
    throw new InputError({
      thing: 'BatchNorm mode',
      expected: '`initialise` or `keep` where there are no inputs',
      found: '`recalibrate`',
    });
  }
  const check = findCheck(options.order ?? DEFAULTS.orders[0]);
  if (!check.randomises) {
    throw new InputError({
      thing: 'order',
      expected: 'one that makes layers random',
      found: `${check.name}, which ${check.needs.training ? 'trains the network' : 'does not'}`,
    });
  }
  const groups = selectLayers(model, options.layers ?? null, options.group);
  const stages = check.conditions({ groups, allGroups: groups, methods: [] });
  const [stage] = namedCondition(options, stages);
  if (!stage) throw unknownLayer(options.stage, conditionNames(stages), groups);
  return { ...randomizeLayers(model, stage.layers, options), layers: stage.layers };
}

/**
 * Weights of the model with some of its layers random. Those that stay are the same arrays as the trained ones. Under the
 * BatchNorm mode `recalibrate` statistics are initialised here: what recomputes them needs inputs.
 */
export function randomizeLayers(
  model: Model,
  layers: readonly string[],
  settings: RandomizeSettings = {},
): Pick<Randomized, 'weights' | 'coverage'> {
  const { draw = 0, seed = 0, initializer = 'own', batchNorm = 'initialise' } = settings;
  const weights = new Map(model.trained);
  const random = new Set(layers);
  let covered = 0;
  for (const layer of model.layers) {
    if (!random.has(layer.name)) continue;
    for (const name of layer.weights) {
      const spec = model.weights.find((w) => w.name === name);
      const trained = model.trained.get(name);
      if (!spec || !trained)
        throw new Error(`layer ${layer.name} names the weight ${name}, which the model lacks`);
      if (keptTrained(spec, batchNorm)) continue;
      const values = new Float32Array(trained.length);
      const stream = new Stream('weights', seed, draw, layer.name, name);
      randomization(spec, initializer, trained).fill(spec, values, stream);
      weights.set(name, values);
      covered += values.length;
    }
  }
  return { weights, coverage: covered / parameterCount(model) };
}

/** How every weight of the model is randomised, by weight name, in words. */
export function describeRandomization(
  model: Model,
  initializer: InitializerChoice,
  batchNorm: BatchNormMode,
): Record<string, string> {
  const folded = new Set(
    (model.normalisations ?? []).flatMap((one) => (one.folded ? [one.folded.scaled, one.folded.offset] : [])),
  );
  return Object.fromEntries(
    model.weights.map((spec) => {
      const trained = model.trained.get(spec.name) ?? new Float32Array(0);
      const { description } = randomization(spec, initializer, trained);
      if (keptTrained(spec, batchNorm)) return [spec.name, 'kept trained'];
      if (recalibrated(spec, batchNorm)) return [spec.name, 'recomputed on the inputs'];
      const scaled = batchNorm === 'recalibrate' && folded.has(spec.name);
      return [spec.name, scaled ? `${description}, normalised on the inputs` : description];
    }),
  );
}

export const parameterCount = (model: Pick<Model, 'layers'>): number =>
  model.layers.reduce((sum, layer) => sum + layer.parameters, 0);

/**
 * The model's layers, grouped and cut down to the named ones, from output to input. Throws InputError for an unknown
 * name and for a group that is not a regular expression.
 */
export function selectLayers(
  model: Pick<Model, 'layers' | 'sites' | 'weights'>,
  names: readonly string[] | null,
  group = 'auto',
): readonly LayerGroup[] {
  const groups = groupLayers(model, resolveGroup(model, group, names));
  if (!names) return groups;
  const known = groups.map((l) => l.name);
  for (const name of names) if (!known.includes(name)) throw unknownLayer(name, known, groups);
  return groups.filter((l) => names.includes(l.name));
}

function unknownLayer(
  name: string,
  known: readonly string[],
  groups: readonly LayerGroup[] = [],
): InputError {
  const nearest = nearestNames(name, known);
  const whole = groups.find(({ members }) => members.includes(name));
  const together = whole && `It is randomised as a part of ${whole.name}; --group weight keeps them apart.`;
  return new InputError({
    thing: `layer ${name}`,
    expected: `one of ${known.join(', ')}`,
    found: 'a name that is not known',
    hint: together ?? (nearest.length ? `Did you mean ${nearest.join(' or ')}?` : undefined),
  });
}
