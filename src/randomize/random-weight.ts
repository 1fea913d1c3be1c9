import type { InitializerConfig, WeightSpec } from '../model/model.ts';
import type { BatchNormMode, InitializerChoice } from '../plan/plan.ts';
import { fromConfig, type Initialize, varianceScaling } from './initializers.ts';
import type { Stream } from './stream.ts';

/** How a weight is randomised, in words for the report. */
export interface Randomization {
  readonly description: string;
  readonly fill: Initialize;
}

/** What descriptions end with where a format records no initializers. */
export const WITHOUT_INITIALIZER = ' (the format names no initializer)';

const ONES = new Set(['scale', 'moving-variance']);
const ZEROS = new Set(['bias', 'offset', 'moving-mean']);
const STATISTICS = new Set(['moving-mean', 'moving-variance']);

/** Whether a weight stays trained under the mode: the statistics of BatchNorm where they are kept. */
export function keptTrained(spec: Pick<WeightSpec, 'role'>, mode: BatchNormMode): boolean {
  return mode === 'keep' && STATISTICS.has(spec.role);
}

/** Whether a weight is recomputed from the inputs under the mode. */
export function recalibrated(spec: Pick<WeightSpec, 'role'>, mode: BatchNormMode): boolean {
  return mode === 'recalibrate' && STATISTICS.has(spec.role);
}

/** The way to random values for a weight under the chosen initializer. */
export function randomization(
  spec: WeightSpec,
  choice: InitializerChoice,
  trained: Float32Array,
): Randomization {
  switch (choice) {
    case 'own': {
      const own = spec.initializer && fromConfig(spec.initializer);
      if (own && spec.initializer) return { description: describe(spec.initializer), fill: own };
      const family = byFan(spec, 'glorot');
      return spec.initializer
        ? { ...family, description: `${family.description} (${spec.initializer.className} is not known)` }
        : { ...family, description: `${family.description}${WITHOUT_INITIALIZER}` };
    }
    case 'permutation':
      return { description: 'permutation of the trained values', fill: permutation(trained) };
    case 'normal':
      return { description: 'normal with the trained mean and SD', fill: matchedNormal(spec, trained) };
    default:
      return byFan(spec, choice);
  }
}

/** `VarianceScaling scale 2, mode fanIn`: the class and its settings that are not null. */
function describe({ className, config }: InitializerConfig): string {
  const settings = Object.entries(config).filter(([key, value]) => value !== null && key !== 'seed');
  const words = settings.map(([key, value]) => `${key} ${value}`).join(', ');
  return words ? `${className} ${words}` : className;
}

function byFan(spec: WeightSpec, family: 'he' | 'glorot'): Randomization {
  if (ONES.has(spec.role)) return { description: 'ones', fill: (_, out) => void out.fill(1) };
  if (ZEROS.has(spec.role)) return { description: 'zeros', fill: (_, out) => void out.fill(0) };
  return family === 'he'
    ? { description: 'He uniform', fill: varianceScaling(2, 'fanIn', 'uniform') }
    : { description: 'Glorot uniform', fill: varianceScaling(1, 'fanAvg', 'uniform') };
}

const permutation =
  (trained: Float32Array): Initialize =>
  (_, out, stream: Stream) => {
    out.set(trained);
    stream.shuffle(out);
  };

function matchedNormal(spec: WeightSpec, trained: Float32Array): Initialize {
  let mean = 0;
  for (const v of trained) mean += v / trained.length;
  let variance = 0;
  for (const v of trained) variance += (v - mean) ** 2 / trained.length;
  const sd = Math.sqrt(variance);
  return (_, out, stream) => {
    for (let i = 0; i < out.length; i++) {
      const value = mean + sd * stream.normal();
      // A variance below zero would make every activation NaN.
      out[i] = spec.role === 'moving-variance' ? Math.abs(value) : value;
    }
  };
}
