import { explainBatch } from '../../attribution/explain-batch.ts';
import type { Maps } from '../../attribution/maps.ts';
import type { Batch, Method } from '../../attribution/method.ts';
import type { NoiseSource } from '../../attribution/noise.ts';
import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import { Resumption } from '../../attribution/reuse/resumption.ts';
import type { Weights } from '../../model/model.ts';
import type { Target } from '../../plan/plan.ts';
import { seededNoise } from '../../randomize/noise-source.ts';
import { predictions } from '../prepare/logits.ts';
import type { Subject } from '../prepare/subject.ts';
import type { Chunk } from './chunks.ts';

export interface ExplainerSettings {
  readonly seed: number;
  readonly target: Target;
  /** Which noise stochastic methods get: 0 for every comparison, 1 for the ceiling. */
  readonly replica?: number;
  /** Whether to leave alone what is kept of the inputs, which belongs to replica 0 of whole batches of them. */
  readonly fresh?: boolean;
  readonly before?: (method: string) => void;
}

/** Explains chunks of the subject's inputs under some weights, which are bound once. */
export class Explainer {
  readonly #subject: Subject;
  readonly #settings: ExplainerSettings;
  readonly #weighted: WeightedModel;
  readonly #noise: NoiseSource;

  constructor(subject: Subject, weights: Weights, settings: ExplainerSettings) {
    const { programs, reuse, inputs } = subject;
    const { seed, replica = 0, fresh = replica !== 0 } = settings;
    this.#subject = subject;
    this.#settings = settings;
    const resumption = reuse?.activations ? new Resumption(reuse.activations, weights, { fresh }) : null;
    this.#weighted = new WeightedModel(programs, weights, resumption);
    // Noise of replica 0 is used at every stage and kept; the ceiling's is used once.
    const noise = seededNoise(seed, inputs.sha256, replica);
    this.#noise = reuse && replica === 0 ? reuse.noise.of(noise, seed) : noise;
  }

  /** Calls `take` with the maps of one method after the other, and resolves to the logits [inputs, classes] of the chunk. */
  async explain(
    chunk: Chunk,
    methods: readonly Method[],
    take: (method: Method, maps: Maps) => void | Promise<void>,
  ): Promise<Float32Array> {
    const { reuse, trained, model } = this.#subject;
    const { target, before } = this.#settings;
    const batch = chunkOf(this.#subject.batch, chunk);
    const { first, count } = chunk;
    // Where the targets depend on them, logits come first; else most methods bring them along.
    let logits: Float32Array | null = null;
    if (!reuse || target === 'repredicted') logits = await this.#weighted.logits(batch.values);
    const targets =
      logits && target === 'repredicted'
        ? predictions(logits, model.classes)
        : trained.targets.subarray(first, first + count);
    const noise: NoiseSource = {
      fill: (index, draw, out) => this.#noise.fill(first + index, draw, out),
      fillFixed: (out) => this.#noise.fillFixed(out),
      fillFresh: (out) => this.#noise.fillFresh(out),
    };
    await explainBatch(methods, this.#weighted, batch, targets, noise, {
      first,
      before,
      take: (m, maps) => take(methods[m], maps),
      logits: (brought) => {
        logits ??= brought;
      },
    });
    return logits ?? (await this.#weighted.logits(batch.values));
  }

  async release(): Promise<void> {
    await this.#weighted.release();
  }
}

/** Part of a batch, as views. */
export function chunkOf(batch: Batch, { first, count }: Chunk): Batch {
  if (first === 0 && count >= batch.count) return batch;
  const size = batch.values.length / batch.count;
  const ids = batch.ids?.slice(first, first + count);
  return { ...batch, count, ids, values: batch.values.subarray(first * size, (first + count) * size) };
}
