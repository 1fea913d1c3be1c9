import { type BatchHooks, explainBatch } from './explain-batch.ts';
import type { Maps } from './maps.ts';
import type { Batch, Method } from './method.ts';
import type { NoiseSource } from './noise.ts';
import type { WeightedModel } from './passes/weighted-model.ts';
import { noisyInputs } from './requests/noise.ts';
import { sizeOf } from './requests/request.ts';

/** Maps that are means over noisy inputs. */
export interface Smoothing {
  /** Number of noisy inputs for each input. */
  readonly draws: number;
  /** SD of the noise, as a share of the input's own range. */
  readonly spread: number;
  /** Standard normal noise; beside that of stochastic methods, which go on to use their own. */
  readonly noise: NoiseSource;
}

/**
 * The mean map of every method over noisy inputs, e(x) = 1/N sum A(x + eps_n) (Hedström et al. 2024, sMPRT): the maps are
 * averaged with their signs, as they are. What multiplies by its input multiplies by the noisy one.
 */
export async function explainSmoothed(
  methods: readonly Method[],
  model: WeightedModel,
  inputs: Batch,
  targets: Int32Array,
  noise: NoiseSource,
  smoothing: Smoothing,
  { before, take }: Pick<BatchHooks, 'before' | 'take'> = {},
): Promise<Maps[]> {
  const { draws } = smoothing;
  const size = sizeOf(inputs);
  const fill = noisyInputs({ inputs, targets, noise: smoothing.noise }, smoothing);
  const sums: { shape: readonly number[]; values: Float64Array }[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const values = new Float32Array(inputs.values.length);
    for (let i = 0; i < inputs.count; i++) fill(i, draw, values.subarray(i * size, (i + 1) * size));
    await explainBatch(methods, model, { ...inputs, values }, targets, noise, {
      before,
      take: (m, made) => {
        sums[m] ??= { shape: made.shape, values: new Float64Array(made.values.length) };
        const sum = sums[m].values;
        for (let p = 0; p < sum.length; p++) sum[p] += made.values[p] / draws;
      },
    });
  }
  const maps = sums.map(({ shape, values }) => ({
    ...{ shape, count: inputs.count },
    values: Float32Array.from(values),
  }));
  for (const [m, made] of maps.entries()) await take?.(m, made);
  return maps;
}
