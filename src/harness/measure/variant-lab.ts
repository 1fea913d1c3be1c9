import type { Lab, Variant } from '../../checks/check.ts';
import type { Plan } from '../../plan/plan.ts';
import { randomizeLayers } from '../../randomize/randomize.ts';
import { Recalibration } from '../../randomize/recalibrate.ts';
import { calibrationCount } from '../prepare/batch-size.ts';
import type { Subject } from '../prepare/subject.ts';
import type { LabelNetworks } from './label-networks.ts';

/** Makes what checks put in the trained model's place, under a plan. */
export class VariantLab implements Lab {
  readonly #subject: Subject;
  readonly #plan: Plan;
  readonly #recalibration: Recalibration | null;
  readonly #networks: LabelNetworks | null;

  constructor(subject: Subject, plan: Plan, networks: LabelNetworks | null) {
    this.#networks = networks;
    this.#subject = subject;
    this.#plan = plan;
    const { model, batch, engine } = subject;
    const recalibrated = plan.batchNorm === 'recalibrate' && model.normalisations?.length;
    this.#recalibration = recalibrated
      ? new Recalibration(engine, model, batch.values, calibrationCount(model, batch.count))
      : null;
  }

  randomised(layers: readonly string[], draw: number): Variant {
    return {
      key: JSON.stringify([...layers].sort()),
      weights: async () => {
        const { seed, initializer, batchNorm } = this.#plan;
        const random = randomizeLayers(this.#subject.model, layers, { draw, seed, initializer, batchNorm });
        if (!this.#recalibration) return random;
        return { ...random, weights: await this.#recalibration.of(random.weights, layers) };
      },
    };
  }

  trainedOnPermutation(permutation: number): Variant {
    const networks = this.#networks;
    if (!networks) throw new Error('networks of random labels are asked for, and the plan trains none');
    const { permutations, coverage } = networks;
    return {
      key: `permutation ${permutation}`,
      weights: async () => ({ weights: permutations[permutation], coverage }),
    };
  }

  async dispose(): Promise<void> {
    await this.#recalibration?.dispose();
  }
}
