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
import { probeOf } from './perturbed.ts';

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

/** What the inputs of a map were, where a change gives methods inputs of their own: those of a chunk, and their logits. */
export interface OwnInputs {
  readonly values: Float32Array;
  /** Absent where they are those of all methods. */
  readonly logits?: Float32Array;
}

/** Gets the maps of one method for a chunk; `own` where the inputs are not those of the run. */
export type Take = (method: Method, maps: Maps, own?: OwnInputs) => void | Promise<void>;

/** Explains chunks of the subject's inputs with something changed; weights are bound once. */
export class Explainer {
  readonly #subject: Subject;
  readonly #change: Change;
  readonly #settings: ExplainerSettings;
  readonly #weighted: WeightedModel;
  /** With softplus units; null until a check asks for it. */
  #smooth: WeightedModel | null = null;
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
  async explain(chunk: Chunk, methods: readonly Method[], take: Take): Promise<Float32Array> {
    const { reuse, trained, model } = this.#subject;
    const { target, before } = this.#settings;
    const { inputs, smoothing, perturbed } = this.#change;
    const { batch: whole } = this.#subject;
    // A look has the first of the inputs of the run, which a change is made of.
    const values = inputs?.subarray(0, whole.values.length) ?? whole.values;
    const batch = chunkOf({ ...whole, values }, chunk);
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
    const own = inputs && { values: batch.values };
    const hooks = { before, take: (m: number, maps: Maps) => take(methods[m], maps, own) };
    if (perturbed) {
      for (const [m, method] of asked.entries()) {
        before?.(method.name);
        const given = {
          method,
          batch,
          targets,
          noise,
          model: this.#weighted,
          smooth: () => this.#asSmooth(),
        };
        const values = await perturbed(probeOf(chunk, given));
        const [maps] = await explainBatch([method], this.#weighted, { ...batch, values }, targets, noise);
        await take(methods[m], maps, { values, logits: await this.#weighted.logits(values) });
      }
    } else if (smoothing) {
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

  /** Layers of which the rules of a method found something undefined. */
  get undefined(): WeightedModel['undefined'] {
    return this.#weighted.undefined;
  }

  async release(): Promise<void> {
    await this.#weighted.release();
    await this.#smooth?.release();
  }

  #asSmooth(): WeightedModel {
    const { programs, model } = this.#subject;
    const { weights = model.trained, offset } = this.#change;
    this.#smooth ??= new WeightedModel(programs, weights, null, { offset, units: 'softplus' });
    return this.#smooth;
  }

  #varied(method: Method): Method {
    const { variation } = this.#change;
    if (variation === undefined) return method;
    const varied = method.variations?.(this.#subject.model).find(({ name }) => name === variation);
    return varied?.method ?? method;
  }
}

/** Whether what is kept of the inputs belongs to the changed experiment, too. */
const isOfInputs = ({ network, inputs, perturbed, offset, targets, smoothing, variation }: Change): boolean =>
  network === undefined &&
  !inputs &&
  !perturbed &&
  !offset &&
  !targets &&
  !smoothing &&
  variation === undefined;

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
