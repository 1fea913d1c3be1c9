import type { Plan } from '../config/plan.ts';
import type { Stage } from '../randomize/orders.ts';
import { type Randomized, randomizeStage } from '../randomize/randomize.ts';
import { Recalibration } from '../randomize/recalibrate.ts';
import { calibrationCount } from './batch-size.ts';
import type { LabelNetworks } from './label-networks.ts';
import type { Subject } from './subject.ts';

/** The weights of every stage under a plan. */
export class StageWeights {
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

  async of(stage: Stage, draw: number): Promise<Randomized> {
    if (stage.order === 'labels') {
      const { permutations, coverage } = this.#networks!;
      return { weights: permutations[draw], layers: stage.layers, coverage };
    }
    const { seed, initializer, batchNorm } = this.#plan;
    const random = randomizeStage(this.#subject.model, stage, { draw, seed, initializer, batchNorm });
    if (!this.#recalibration) return random;
    return { ...random, weights: await this.#recalibration.of(random.weights, stage.members) };
  }

  async dispose(): Promise<void> {
    await this.#recalibration?.dispose();
  }
}
