import type { Composite, Estimate } from '../../engine/composite.ts';
import type { BoundProgram, Values } from '../../engine/engine.ts';
import { InputError } from '../../errors.ts';
import type { Model, Weights } from '../../model/model.ts';
import { requireSite } from '../../model/sites.ts';
import type { BoundModel } from '../bound-model.ts';
import { findComposite } from '../composites/registry.ts';
import type { NoiseSource } from '../noise.ts';
import { activation } from '../requests/activation.ts';
import { gradient } from '../requests/gradient.ts';
import { logits } from '../requests/logits.ts';
import type { Answering, Question, Request } from '../requests/request.ts';
import type { Resumption } from '../reuse/resumption.ts';
import { Estimates } from './estimates.ts';
import { compares, estimateOf, type Pass, passKey, type Units } from './pass.ts';
import type { Programs } from './programs.ts';

/** A model with one set of weights. Passes are bound on first use and freed together by `release`. */
export class WeightedModel implements BoundModel {
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly model: Model;
  /** Number of inputs that went through a forward or backward pass, padding left out. */
  evaluations = 0;
  readonly #programs: Programs;
  readonly #weights: Weights;
  readonly #bound = new Map<string, { readonly program: BoundProgram; readonly weights: Weights }>();
  readonly #estimates: Estimates;
  readonly #resumption: Resumption | null;
  readonly #offset: number;
  readonly #units: Units | undefined;
  readonly #met = new Map<string, Promise<unknown>>();

  /**
   * With a resumption, which is released together with the model, requests go on from what is kept. `offset` is taken from
   * every value that the network is given; `units` are those that it has in place of its own.
   */
  constructor(
    programs: Programs,
    weights: Weights,
    resumption: Resumption | null = null,
    { offset = 0, units }: { readonly offset?: number; readonly units?: Units } = {},
  ) {
    this.#offset = offset;
    this.#units = units;
    this.#programs = programs;
    this.#weights = weights;
    this.#estimates = new Estimates(programs, weights, units);
    this.#resumption = resumption;
    this.model = programs.model;
    this.inputShape = programs.model.inputShape;
    this.classes = programs.model.classes;
  }

  /**
   * Answers a request for any number of inputs, in batches; the last batch is filled up with zeros. With `resumeAt`, the
   * place of the first among the inputs that all weights are compared on, it goes on from what is kept of those.
   */
  async answer<A>(
    request: Request<A>,
    question: Question,
    { resumeAt = null }: { readonly resumeAt?: number | null } = {},
  ): Promise<A> {
    const { batch } = this.#programs;
    const { pass, points } = request;
    const { targets, inputs: asked } = question;
    const size = product(this.inputShape);
    const answering = request.open(question);
    const bound = () => this.#bind(pass, answering);
    const count = asked.count * points;
    // What is kept goes by whole batches.
    const kept =
      !request.varies && resumeAt !== null && (resumeAt * points) % batch === 0
        ? (resumeAt * points) / batch
        : null;
    for (let from = 0; from < count; from += batch) {
      const used = Math.min(batch, count - from);
      const x = new Float32Array(batch * size);
      const inputs: Record<string, Values> = { x };
      const besides = new Float32Array(compares(pass) ? batch * size : 0);
      if (compares(pass)) inputs.reference = besides;
      for (let i = 0; i < used; i++) {
        const image = Math.floor((from + i) / points);
        const point = x.subarray(i * size, (i + 1) * size);
        answering.fill(image, (from + i) % points, point);
        if (this.#offset !== 0) for (let p = 0; p < size; p++) point[p] -= this.#offset;
        const reference = besides.subarray(i * size, (i + 1) * size);
        answering.fillReference?.(image, (from + i) % points, reference);
      }
      if (this.#offset !== 0) for (let p = 0; p < besides.length; p++) besides[p] -= this.#offset;
      if (pass.kind !== 'logits') {
        const image = (i: number) => Math.floor((from + i) / points);
        inputs.target = request.cotangent
          ? this.#cotangents(request.cotangent, used, from, points)
          : this.#oneHot(used, (i) => {
              const target = answering.target?.(image(i), (from + i) % points) ?? targets[image(i)];
              return { image: image(i), target };
            });
      }
      const outputs = Object.entries(
        await this.#run(request, bound, inputs, used, kept === null ? null : kept + from / batch),
      );
      for (let i = 0; i < used; i++) {
        const views = outputs.map(([name, values]) => {
          const length = values.length / batch;
          return [name, values.subarray(i * length, (i + 1) * length)] as const;
        });
        answering.take(Math.floor((from + i) / points), (from + i) % points, Object.fromEntries(views));
      }
      this.evaluations += used;
      await this.#programs.afterBatch(used);
    }
    return answering.done();
  }

  /** `place` is that of the batch among those of the request; null where nothing that is kept belongs to it. */
  async #run(
    request: Request,
    bound: () => Promise<BoundProgram>,
    inputs: Readonly<Record<string, Values>>,
    used: number,
    place: number | null,
  ): Promise<Record<string, Float32Array>> {
    const resumed = place === null ? null : await this.#resumption?.run(request, place, inputs, used);
    if (resumed) return resumed;
    const outputs = await (await bound()).run(inputs);
    this.#programs.ran(request.pass, used);
    return outputs;
  }

  async logits(values: Float32Array): Promise<Float32Array> {
    return this.answer(logits, this.#question(values));
  }

  async gradient(
    values: Float32Array,
    targets: ArrayLike<number>,
    composite: string | Composite = 'gradient',
  ): Promise<Float32Array> {
    const answer = await this.answer(gradient(findComposite(composite)), this.#question(values, targets));
    return answer.gradient;
  }

  async activation(
    site: string,
    values: Float32Array,
    targets: ArrayLike<number>,
    composite: string | Composite = 'gradient',
  ) {
    const request = activation(requireSite(this.model, site), findComposite(composite));
    return this.answer(request, this.#question(values, targets));
  }

  /** Throws UnmetCompositeError where a composite meets none of its kernels. Costs one backward pass, the first time. */
  async requireMet(composite: Composite): Promise<void> {
    if (composite.kernels.length === 0) return;
    if (composite.estimate) return this.#programs.requireEstimate(composite.estimate);
    let met = this.#met.get(composite.name);
    if (!met) {
      met = this.gradient(new Float32Array(product(this.inputShape)), [0], composite);
      this.#met.set(composite.name, met);
    }
    await met;
  }

  async release(): Promise<void> {
    for (const { program } of this.#bound.values()) await program.release();
    this.#bound.clear();
    await this.#resumption?.release();
  }

  /** Layers of which an estimate that was asked for found something undefined. */
  get undefined(): Estimates['undefined'] {
    return this.#estimates.undefined;
  }

  async #bind(given: Pass, answering: Answering<unknown>): Promise<BoundProgram> {
    const pass = this.#units ? { ...given, units: this.#units } : given;
    const key = passKey(pass);
    const estimate = estimateOf(pass);
    const weights = estimate
      ? await this.#estimates.beside(estimate, this.#samples(estimate, answering))
      : this.#weights;
    const known = this.#bound.get(key);
    if (known?.weights === weights) return known.program;
    await known?.program.release();
    const program = await this.#programs.bind(pass, weights);
    this.#bound.set(key, { program, weights });
    return program;
  }

  #samples({ samples }: Estimate, answering: Answering<unknown>): Float32Array {
    const values = new Float32Array(samples * product(this.inputShape));
    answering.fillSamples?.(values);
    if (this.#offset !== 0) for (let p = 0; p < values.length; p++) values[p] -= this.#offset;
    return values;
  }

  /** Inputs of the caller's own as a question. What is asked so has no noise and no baseline. */
  #question(values: Float32Array, targets: ArrayLike<number> = []): Question {
    const size = product(this.inputShape);
    if (values.length % size !== 0) {
      throw new InputError({
        thing: 'inputs',
        expected: `a multiple of ${size} values ([${this.inputShape}] each)`,
        found: `${values.length}`,
      });
    }
    const baseline = new Float32Array(0);
    return {
      inputs: { count: values.length / size, shape: this.inputShape, values, baseline },
      targets: Int32Array.from(targets),
      noise: SILENCE,
    };
  }

  #cotangents(
    write: NonNullable<Request['cotangent']>,
    used: number,
    from: number,
    points: number,
  ): Float32Array {
    const weights = new Float32Array(this.#programs.batch * this.classes);
    for (let i = 0; i < used; i++) {
      const at = weights.subarray(i * this.classes, (i + 1) * this.classes);
      write(Math.floor((from + i) / points), (from + i) % points, at);
    }
    return weights;
  }

  #oneHot(used: number, explained: (i: number) => { image: number; target: number }): Float32Array {
    const hot = new Float32Array(this.#programs.batch * this.classes);
    for (let i = 0; i < used; i++) {
      const { image, target } = explained(i);
      if (!(target >= 0 && target < this.classes)) {
        throw new InputError({
          thing: `target of input ${image}`,
          expected: `a class from 0 to ${this.classes - 1}`,
          found: `${target}`,
        });
      }
      hot[i * this.classes + target] = 1;
    }
    return hot;
  }
}

const SILENCE: NoiseSource = { fill: () => {}, fillFixed: () => {}, fillFresh: () => {} };

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
