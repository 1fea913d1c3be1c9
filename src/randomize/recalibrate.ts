import * as tf from '@tensorflow/tfjs-core';
import type { BoundProgram, Engine, Program, ProgramSource } from '../engine/engine.ts';
import type { Model, Weights } from '../model/model.ts';
import { foldStatistics } from './fold-statistics.ts';

/**
 * Recomputes BatchNorm statistics as the mean and variance that some inputs give under random weights. All layers are
 * done in one pass, in execution order: each sees its input normalised by the new statistics of those before it. Where
 * a normalisation was folded into other weights, these are scaled and shifted as folding it again would do.
 */
export class Recalibration {
  readonly #engine: Engine;
  readonly #model: Model;
  readonly #values: Float32Array;
  readonly #count: number;
  #program: Promise<Program> | null = null;

  /** Uses the first `count` inputs of `values`, [N, ...input shape]. */
  constructor(engine: Engine, model: Model, values: Float32Array, count: number) {
    this.#engine = engine;
    this.#model = model;
    this.#values = values;
    this.#count = count;
  }

  /** The weights with new statistics for those of the named layers that are normalisations. */
  async of(weights: Weights, layers: readonly string[]): Promise<Weights> {
    const chosen = new Set(layers);
    const normalisations = this.#model.normalisations ?? [];
    if (!normalisations.some(({ layer }) => chosen.has(layer))) return weights;
    this.#program ??= this.#engine.compile(sourceOf(this.#model, this.#count));
    const bound: BoundProgram = await (await this.#program).bind(weights);
    try {
      const size = this.#model.inputShape.reduce((a, b) => a * b, 1);
      const outputs = await bound.run({
        x: this.#values.subarray(0, this.#count * size),
        chosen: Float32Array.from(normalisations, ({ layer }) => (chosen.has(layer) ? 1 : 0)),
      });
      const recalibrated = new Map(weights);
      for (const { layer, mean, variance, folded } of normalisations) {
        if (!chosen.has(layer)) continue;
        const found = folded
          ? foldStatistics(recalibrated, folded, outputs[mean], outputs[variance])
          : [mean, variance].map((name) => [name, outputs[name]] as const);
        for (const [name, values] of found) recalibrated.set(name, values);
      }
      return recalibrated;
    } finally {
      await bound.release();
    }
  }

  async dispose(): Promise<void> {
    await (await this.#program)?.dispose();
    this.#program = null;
  }
}

/** One program for every stage: which statistics are recomputed is an input, 1 or 0 for every normalisation. */
function sourceOf(model: Model, count: number): ProgramSource {
  const normalisations = model.normalisations ?? [];
  return {
    name: 'BatchNorm statistics',
    fn: ({ x, chosen }, weights) => {
      const shares = new Map(
        normalisations.map(({ layer }, index) => [layer, tf.slice(chosen, [index], [1])] as const),
      );
      const statistics = model.moments?.(x, weights, shares) ?? new Map<string, tf.Tensor>();
      return Object.fromEntries(statistics);
    },
    inputs: {
      x: { shape: [count, ...model.inputShape], dtype: 'float32' },
      chosen: { shape: [normalisations.length], dtype: 'float32' },
    },
    weights: new Map(model.weights.map((w) => [w.name, w.shape])),
  };
}
