import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import { replacement } from '../../attribution/requests/fills.ts';
import { writtenLogits } from '../../attribution/requests/logits.ts';
import { segmentsOf } from '../../attribution/segments/segmentation.ts';
import type { CheckSettings } from '../../checks/check.ts';
import type { Change, Filling, Lab, LabFacts, TrainingSet, Variant } from '../../checks/lab.ts';
import type { Plan } from '../../plan/plan.ts';
import { seededNoise } from '../../randomize/noise-source.ts';
import { randomizeLayers } from '../../randomize/randomize.ts';
import { Recalibration } from '../../randomize/recalibrate.ts';
import { Stream } from '../../randomize/stream.ts';
import { calibrationCount } from '../prepare/batch-size.ts';
import { standingIn } from '../prepare/given-networks.ts';
import { valueRange } from '../prepare/input-range.ts';
import { probabilityOf } from '../prepare/logits.ts';
import type { Subject } from '../prepare/subject.ts';
import type { TrainedNetworks } from './label-networks.ts';

/** Superpixels of an input, at most so many: about four for each step in which they are removed. */
const SEGMENTS = { segmentation: 'auto', segments: 100, compactness: 10 } as const;

/** Makes what checks put in the trained experiment's place, under a plan. */
export class VariantLab implements Lab {
  readonly facts: LabFacts;
  readonly settings: CheckSettings;
  readonly #subject: Subject;
  readonly #plan: Pick<Plan, 'seed' | 'initializer' | 'batchNorm'>;
  readonly #recalibration: Recalibration | null;
  readonly #networks: TrainedNetworks | null;
  readonly #trainingSet: TrainingSet | null;
  #trained: WeightedModel | null = null;

  constructor(
    subject: Subject,
    plan: Plan,
    networks: TrainedNetworks | null,
    trainingSet: TrainingSet | null = null,
  ) {
    this.#networks = networks;
    this.#trainingSet = trainingSet;
    this.#subject = subject;
    this.#plan = plan;
    this.settings = plan;
    const { model, batch, engine, trained } = subject;
    this.facts = {
      count: batch.count,
      classes: model.classes,
      inputs: batch.values,
      logits: trained.logits,
      targets: trained.targets,
      labels: subject.inputs.labels,
      shape: batch.shape,
      regions: subject.regions,
      range: valueRange(batch),
    };
    const recalibrated = plan.batchNorm === 'recalibrate' && model.normalisations?.length;
    this.#recalibration = recalibrated
      ? new Recalibration(engine, model, batch.values, calibrationCount(model, batch.count))
      : null;
  }

  randomised(layers: readonly string[], draw: number): Variant {
    return {
      key: JSON.stringify([...layers].sort()),
      made: async () => {
        const { seed, initializer, batchNorm } = this.#plan;
        const random = randomizeLayers(this.#subject.model, layers, { draw, seed, initializer, batchNorm });
        if (!this.#recalibration) return random;
        return { ...random, weights: await this.#recalibration.of(random.weights, layers) };
      },
    };
  }

  trained(name: string): Variant {
    return {
      key: `trained ${name}`,
      made: async () => {
        const network = this.#networks?.byName.get(name);
        if (!network) throw new Error(`the network ${name} is asked for, and nobody has had it trained`);
        const { weights, accuracy, required } = network;
        return { weights, coverage: this.#networks!.coverage, facts: { accuracy, required } };
      },
    };
  }

  get trainingSet(): TrainingSet {
    if (!this.#trainingSet) throw new Error('training data is asked for, and nobody has had it loaded');
    return this.#trainingSet;
  }

  given(name: string): Variant {
    return { key: `given ${name}`, made: async () => ({ network: name, coverage: 1 }) };
  }

  choice(below: number, purpose: string, draw: number, input: number): number {
    const { seed } = this.#plan;
    return new Stream('choice', purpose, seed, draw, this.#subject.inputs.sha256[input]).below(below);
  }

  async logits(
    inputs: Float32Array,
    { network, weights }: Pick<Change, 'weights' | 'network'> = {},
  ): Promise<Float32Array> {
    if (!weights && network === undefined) return this.#asTrained().logits(inputs);
    const { programs, model } = standingIn(this.#subject, network);
    const weighted = new WeightedModel(programs, weights ?? model.trained);
    try {
      return await weighted.logits(inputs);
    } finally {
      await weighted.release();
    }
  }

  async logitsOf(count: number, write: (at: number, out: Float32Array) => void): Promise<Float32Array> {
    if (count === 0) return new Float32Array(0);
    const { shape } = this.facts;
    const none = new Float32Array(0);
    return this.#asTrained().answer(writtenLogits(count, write), {
      inputs: { count: 1, shape, values: none, baseline: none },
      targets: new Int32Array(1),
      noise: seededNoise(this.#plan.seed, []),
    });
  }

  #asTrained(): WeightedModel {
    const { programs, model } = this.#subject;
    this.#trained ??= new WeightedModel(programs, model.trained);
    return this.#trained;
  }

  probability(logits: Float32Array, target: number): number {
    return probabilityOf(logits, target, this.#subject.model.output);
  }

  noise(purpose: string, draw: number, input: number, out: Float64Array): void {
    const stream = new Stream(purpose, this.#plan.seed, draw, this.#subject.inputs.sha256[input]);
    for (let i = 0; i < out.length; i++) out[i] = stream.normal();
  }

  segments(input: number): Int32Array | null {
    const { batch } = this.#subject;
    const [height, width] = batch.shape.length > 1 ? batch.shape : [1, batch.shape[0]];
    return height > 1 && width > 1 ? segmentsOf(batch, input, SEGMENTS).of : null;
  }

  filled(filling: Filling, input: number): Float32Array {
    const { batch, inputs, trained } = this.#subject;
    const noise = seededNoise(this.#plan.seed, inputs.sha256, 0, { purpose: 'removed pixels' });
    const out = new Float32Array(batch.values.length / batch.count);
    replacement(filling, { inputs: batch, targets: trained.targets, noise })(input, out);
    return out;
  }

  async dispose(): Promise<void> {
    await this.#trained?.release();
    await this.#recalibration?.dispose();
  }
}
