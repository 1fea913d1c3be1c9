import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import type { Lab, LabFacts, Variant } from '../../checks/lab.ts';
import type { Weights } from '../../model/model.ts';
import type { Plan } from '../../plan/plan.ts';
import { randomizeLayers } from '../../randomize/randomize.ts';
import { Recalibration } from '../../randomize/recalibrate.ts';
import { Stream } from '../../randomize/stream.ts';
import { calibrationCount } from '../prepare/batch-size.ts';
import type { Subject } from '../prepare/subject.ts';
import type { TrainedNetworks } from './label-networks.ts';

/** Makes what checks put in the trained experiment's place, under a plan. */
export class VariantLab implements Lab {
  readonly facts: LabFacts;
  readonly #subject: Subject;
  readonly #plan: Pick<Plan, 'seed' | 'initializer' | 'batchNorm'>;
  readonly #recalibration: Recalibration | null;
  readonly #networks: TrainedNetworks | null;

  constructor(subject: Subject, plan: Plan, networks: TrainedNetworks | null) {
    this.#networks = networks;
    this.#subject = subject;
    this.#plan = plan;
    const { model, batch, engine, trained } = subject;
    this.facts = {
      count: batch.count,
      classes: model.classes,
      inputs: batch.values,
      logits: trained.logits,
      targets: trained.targets,
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
        const weights = this.#networks?.byName.get(name);
        if (!weights) throw new Error(`the network ${name} is asked for, and nobody has had it trained`);
        return { weights, coverage: this.#networks!.coverage };
      },
    };
  }

  choice(below: number, purpose: string, draw: number, input: number): number {
    const { seed } = this.#plan;
    return new Stream('choice', purpose, seed, draw, this.#subject.inputs.sha256[input]).below(below);
  }

  async logits(inputs: Float32Array, weights?: Weights): Promise<Float32Array> {
    const { programs, model } = this.#subject;
    const weighted = new WeightedModel(programs, weights ?? model.trained);
    try {
      return await weighted.logits(inputs);
    } finally {
      await weighted.release();
    }
  }

  async dispose(): Promise<void> {
    await this.#recalibration?.dispose();
  }
}
