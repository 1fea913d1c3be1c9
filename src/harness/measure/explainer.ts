import { explainBatch } from '../../attribution/explain-batch.ts';
import { explainSmoothed } from '../../attribution/explain-smoothed.ts';
import type { Maps } from '../../attribution/maps.ts';
import type { Batch, Method } from '../../attribution/method.ts';
import type { NoiseSource } from '../../attribution/noise.ts';
import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import { Resumption } from '../../attribution/reuse/resumption.ts';
import type { Change } from '../../checks/lab.ts';
import type { Target } from '../../plan/plan.ts';
import { seededNoise } from '../../randomize/noise-source.ts';
import { standingIn } from '../prepare/given-networks.ts';
import { predictions } from '../prepare/logits.ts';
import type { Subject } from '../prepare/subject.ts';
import type { Chunk } from './chunks.ts';

export interface ExplainerSettings {
  readonly seed: number;
  readonly target: Target;
  /** What is explained, so that noise which never repeats is other noise on every occasion. */
  readonly occasion?: string;
  /** Which noise stochastic methods get: 0 for every comparison, 1 for the ceiling. */
  readonly replica?: number;
  /** Whether to leave alone what is kept of the inputs, which belongs to replica 0 of whole batches of them. */
  readonly fresh?: boolean;
  readonly before?: (method: string) => void;
}

/** Explains chunks of the subject's inputs with something changed; weights are bound once. */
export class Explainer {
  readonly #subject: Subject;
  readonly #change: Change;
  readonly #settings: ExplainerSettings;
  readonly #weighted: WeightedModel;
  readonly #noise: NoiseSource;
  readonly #outer: NoiseSource;

  constructor(subject: Subject, change: Change, settings: ExplainerSettings) {
    const { reuse, inputs } = subject;
    const { programs, model } = standingIn(subject, change.network);
    const { seed, occasion, replica = change.noise ?? 0, fresh = replica !== 0 } = settings;
    const { weights = model.trained, offset } = change;
    this.#subject = subject;
    this.#change = change;
    this.#settings = settings;
    const kept = isOfInputs(change) ? reuse?.activations : undefined;
    const resumption = kept ? new Resumption(kept, weights, { fresh }) : null;
    this.#weighted = new WeightedModel(programs, weights, resumption, { offset });
    // Noise of replica 0 is used at every stage and kept; the ceiling's is used once.
    const noise = seededNoise(seed, inputs.sha256, replica, { occasion });
    this.#noise = reuse && replica === 0 ? reuse.noise.of(noise, seed) : noise;
    this.#outer = seededNoise(seed, inputs.sha256, replica, { purpose: 'smoothing' });
  }

  /** Calls `take` with the maps of one method after the other, and resolves to the logits [inputs, classes] of the chunk. */
  async explain(
    chunk: Chunk,
    methods: readonly Method[],
    take: (method: Method, maps: Maps) => void | Promise<void>,
  ): Promise<Float32Array> {
    const { reuse, trained, model } = this.#subject;
    const { target, before } = this.#settings;
    const { inputs, smoothing } = this.#change;
    const batch = chunkOf(inputs ? { ...this.#subject.batch, values: inputs } : this.#subject.batch, chunk);
    const { first, count } = chunk;
    // Where the targets depend on them, logits come first; else most methods bring them along.
    let logits: Float32Array | null = null;
    if (!reuse || target === 'repredicted') logits = await this.#weighted.logits(batch.values);
    const chosen = this.#change.targets ?? trained.targets;
    const targets =
      logits && target === 'repredicted' && !this.#change.targets
        ? predictions(logits, model.classes)
        : chosen.subarray(first, first + count);
    const noise = shifted(this.#noise, first);
    const asked = methods.map((method) => this.#varied(method));
    const hooks = { before, take: (m: number, maps: Maps) => take(methods[m], maps) };
    if (smoothing) {
      const outer = { ...smoothing, noise: shifted(this.#outer, first) };
      await explainSmoothed(asked, this.#weighted, batch, targets, noise, outer, hooks);
    } else {
      await explainBatch(asked, this.#weighted, batch, targets, noise, {
        ...{ ...hooks, first },
        logits: (brought) => {
          logits ??= brought;
        },
      });
    }
    return logits ?? (await this.#weighted.logits(batch.values));
  }

  async release(): Promise<void> {
    await this.#weighted.release();
  }

  #varied(method: Method): Method {
    const { variation } = this.#change;
    if (variation === undefined) return method;
    const varied = method.variations?.(this.#subject.model).find(({ name }) => name === variation);
    return varied?.method ?? method;
  }
}

/** Whether what is kept of the inputs belongs to the changed experiment, too. */
const isOfInputs = ({ network, inputs, offset, targets, smoothing, variation }: Change): boolean =>
  network === undefined && !inputs && !offset && !targets && !smoothing && variation === undefined;

/** The noise of a chunk of the inputs. */
const shifted = (noise: NoiseSource, first: number): NoiseSource => ({
  fill: (index, draw, out) => noise.fill(first + index, draw, out),
  fillFixed: (out) => noise.fillFixed(out),
  fillFresh: (out) => noise.fillFresh(out),
});

/** Part of a batch, as views. */
export function chunkOf(batch: Batch, { first, count }: Chunk): Batch {
  if (first === 0 && count >= batch.count) return batch;
  const size = batch.values.length / batch.count;
  const ids = batch.ids?.slice(first, first + count);
  return { ...batch, count, ids, values: batch.values.subarray(first * size, (first + count) * size) };
}
