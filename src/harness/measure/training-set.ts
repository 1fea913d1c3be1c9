import type { Batch } from '../../attribution/method.ts';
import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import type { TrainingSet } from '../../checks/lab.ts';
import type { Weights } from '../../model/model.ts';
import type { Plan } from '../../plan/plan.ts';
import { Stream } from '../../randomize/stream.ts';
import type { Maps } from '../../similarity/maps.ts';
import { answers } from '../prepare/logits.ts';
import type { Subject } from '../prepare/subject.ts';
import { chooseTargets } from '../prepare/targets.ts';
import { chunksOf } from './chunks.ts';
import { Explainer } from './explainer.ts';
import type { Meter } from './progress.ts';
import { trainOne } from './train-one.ts';
import { optionsOf, type Recipe } from './training-recipe.ts';

/** Examples that are explained at a time. */
const CHUNK = 256;

/** The training data of a run, to be explained as its inputs are and learnt otherwise than it is. */
export class SharedTrainingSet implements TrainingSet {
  readonly count: number;
  readonly values: Float32Array;
  readonly #recipe: Recipe;
  readonly #subject: Subject;
  readonly #plan: Pick<Plan, 'seed' | 'target'>;
  readonly #meter: Meter;
  #examples: Promise<Subject> | null = null;

  /** `subject` is what is explained; the recipe's own is what training begins with. */
  constructor(recipe: Recipe, subject: Subject, plan: Pick<Plan, 'seed' | 'target'>, meter: Meter) {
    this.#recipe = recipe;
    this.#subject = subject;
    this.#plan = plan;
    this.#meter = meter;
    this.count = recipe.data.labels.length;
    this.values = recipe.data.values;
  }

  async explained(name: string, take: (maps: Maps, first: number) => void): Promise<void> {
    this.#examples ??= this.#asInputs();
    const examples = await this.#examples;
    const method = examples.measured.find((one) => one.name === name)!;
    this.#meter.label = `training images, ${name}`;
    this.#meter.advance(0);
    const explainer = new Explainer(examples, {}, { ...this.#plan, occasion: 'training images' });
    try {
      for (const chunk of chunksOf(this.count, CHUNK)) {
        await explainer.explain(chunk, [method], (_, maps) => take(maps, chunk.first));
      }
    } finally {
      await explainer.release();
    }
  }

  noise(purpose: string, draw: number, example: number, out: Float64Array): void {
    const stream = new Stream(purpose, this.#plan.seed, draw, 'training', example);
    for (let i = 0; i < out.length; i++) out[i] = stream.normal();
  }

  async learnt(name: string, stream: string, values: Float32Array): Promise<Weights> {
    const data = { ...this.#recipe.data, values };
    const recipe = { ...this.#recipe, data };
    const { weights } = await trainOne(
      recipe,
      optionsOf(recipe, { stream }),
      `training: ${name}`,
      this.#meter,
    );
    return weights;
  }

  /** The subject with the examples in place of its inputs. What is kept of these belongs to them alone. */
  async #asInputs(): Promise<Subject> {
    const { model, programs, batch } = this.#subject;
    const { labels } = this.#recipe.data;
    const ids = Array.from(labels, (_, i) => `training ${i}`);
    const weighted = new WeightedModel(programs, model.trained);
    try {
      const logits = await weighted.logits(this.values);
      const answered = answers(logits, model);
      const inputs = { ...this.#subject.inputs, ids, sha256: ids, values: this.values, labels: [...labels] };
      const targets = chooseTargets(this.#plan.target, answered.predicted, inputs, model);
      const examples: Batch = { ...batch, count: ids.length, values: this.values, ids };
      const trained = { ...this.#subject.trained, ...answered, logits, targets };
      return { ...this.#subject, inputs, batch: examples, trained, reuse: null };
    } finally {
      await weighted.release();
    }
  }
}
