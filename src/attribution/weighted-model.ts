import type { BoundProgram, Values } from '../engine/engine.ts';
import type { Rule } from '../engine/rules.ts';
import { InputError } from '../errors.ts';
import type { Model, Weights } from '../model/model.ts';
import type { BoundModel } from './bound-model.ts';
import { type Pass, passKey } from './pass.ts';
import type { Programs } from './programs.ts';
import type { Request } from './request.ts';
import type { Resumption } from './resumption.ts';

/** One evaluation of a pass: where its input comes from and where its outputs go. */
export interface Evaluations {
  readonly count: number;
  /** Writes the input of evaluation `i` to `out`. */
  fill(i: number, out: Float32Array): void;
  /** Explained class of evaluation `i`. */
  target(i: number): number;
  /** Takes the outputs of evaluation `i`; the views are only valid during the call. */
  take(i: number, outputs: Readonly<Record<string, Float32Array>>): void;
}

/** A model with one set of weights. Passes are bound on first use and freed together by `release`. */
export class WeightedModel implements BoundModel {
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly model: Model;
  /** Number of inputs that went through a forward or backward pass, padding left out. */
  evaluations = 0;
  readonly #programs: Programs;
  readonly #weights: Weights;
  readonly #bound = new Map<string, BoundProgram>();
  readonly #resumption: Resumption | null;
  #relu: Promise<unknown> | null = null;

  /** With a resumption, which is released together with the model, requests go on from what is kept. */
  constructor(programs: Programs, weights: Weights, resumption: Resumption | null = null) {
    this.#programs = programs;
    this.#weights = weights;
    this.#resumption = resumption;
    this.model = programs.model;
    this.inputShape = programs.model.inputShape;
    this.classes = programs.model.classes;
  }

  /**
   * Runs a pass on any number of evaluations, in batches; the last batch is filled up with zeros. Where a request is named,
   * its evaluations have the same inputs under all weights.
   */
  async evaluate(pass: Pass, work: Evaluations, request?: Request): Promise<void> {
    const { batch } = this.#programs;
    const size = product(this.inputShape);
    for (let from = 0; from < work.count; from += batch) {
      const used = Math.min(batch, work.count - from);
      const x = new Float32Array(batch * size);
      const inputs: Record<string, Values> = { x };
      for (let i = 0; i < used; i++) work.fill(from + i, x.subarray(i * size, (i + 1) * size));
      if (pass.kind !== 'logits') inputs.target = this.#oneHot(work, from, used);
      const outputs = Object.entries(await this.#run(pass, inputs, used, request, from / batch));
      for (let i = 0; i < used; i++) {
        const views = outputs.map(([name, values]) => {
          const length = values.length / batch;
          return [name, values.subarray(i * length, (i + 1) * length)] as const;
        });
        work.take(from + i, Object.fromEntries(views));
      }
      this.evaluations += used;
      await this.#programs.afterBatch(used);
    }
  }

  async #run(
    pass: Pass,
    inputs: Readonly<Record<string, Values>>,
    used: number,
    request: Request | undefined,
    place: number,
  ): Promise<Record<string, Float32Array>> {
    const resumed = request && (await this.#resumption?.run(request, place, inputs, used));
    if (resumed) return resumed;
    const outputs = await (await this.#bind(pass)).run(inputs);
    this.#programs.ran(pass, used);
    return outputs;
  }

  async logits(values: Float32Array): Promise<Float32Array> {
    const count = this.#count(values);
    const result = new Float32Array(count * this.classes);
    await this.evaluate(
      { kind: 'logits' },
      {
        ...this.#each(values, count),
        take: (i, { logits }) => result.set(logits, i * this.classes),
      },
    );
    return result;
  }

  async gradient(
    values: Float32Array,
    targets: ArrayLike<number>,
    rule: Rule = 'gradient',
  ): Promise<Float32Array> {
    return (await this.gradientAndLogits(values, targets, rule)).gradient;
  }

  /** The gradient at each input with the logits of the same pass. */
  async gradientAndLogits(
    values: Float32Array,
    targets: ArrayLike<number>,
    rule: Rule,
    request?: Request,
  ): Promise<{ gradient: Float32Array; logits: Float32Array }> {
    const count = this.#count(values);
    const gradient = new Float32Array(values.length);
    const logits = new Float32Array(count * this.classes);
    await this.evaluate(
      { kind: 'gradient', rule },
      {
        ...this.#each(values, count, targets),
        take: (i, outputs) => {
          gradient.set(outputs.gradient, i * product(this.inputShape));
          logits.set(outputs.logits, i * this.classes);
        },
      },
      request,
    );
    return { gradient, logits };
  }

  async activation(
    site: string,
    values: Float32Array,
    targets: ArrayLike<number>,
    rule: Rule = 'gradient',
    request?: Request,
  ) {
    const shape = this.model.sites.find((s) => s.name === site)?.shape ?? [];
    const size = product(shape);
    const count = this.#count(values);
    const activation = new Float32Array(count * size);
    const gradient = new Float32Array(count * size);
    const logits = new Float32Array(count * this.classes);
    await this.evaluate(
      { kind: 'activation', rule, site },
      {
        ...this.#each(values, count, targets),
        take: (i, outputs) => {
          activation.set(outputs.activation, i * size);
          gradient.set(outputs.gradient, i * size);
          logits.set(outputs.logits, i * this.classes);
        },
      },
      request,
    );
    return { activation, gradient, shape, logits };
  }

  /** Throws NoReluError where a rule for ReLU units would meet none. Costs one backward pass, the first time. */
  async requireRelu(): Promise<void> {
    this.#relu ??= this.gradient(new Float32Array(product(this.inputShape)), [0], 'guided');
    await this.#relu;
  }

  async release(): Promise<void> {
    for (const program of this.#bound.values()) await program.release();
    this.#bound.clear();
    await this.#resumption?.release();
  }

  async #bind(pass: Pass): Promise<BoundProgram> {
    const key = passKey(pass);
    let program = this.#bound.get(key);
    if (!program) {
      program = await this.#programs.bind(pass, this.#weights);
      this.#bound.set(key, program);
    }
    return program;
  }

  #count(values: Float32Array): number {
    const size = product(this.inputShape);
    if (values.length % size !== 0) {
      throw new InputError({
        thing: 'inputs',
        expected: `a multiple of ${size} values ([${this.inputShape}] each)`,
        found: `${values.length}`,
      });
    }
    return values.length / size;
  }

  #each(values: Float32Array, count: number, targets: ArrayLike<number> = []) {
    const size = product(this.inputShape);
    return {
      count,
      fill: (i: number, out: Float32Array) => out.set(values.subarray(i * size, (i + 1) * size)),
      target: (i: number) => targets[i],
    };
  }

  #oneHot(work: Evaluations, from: number, used: number): Float32Array {
    const hot = new Float32Array(this.#programs.batch * this.classes);
    for (let i = 0; i < used; i++) {
      const target = work.target(from + i);
      if (!Number.isInteger(target) || target < 0 || target >= this.classes) {
        throw new InputError({
          thing: `target of input ${from + i}`,
          expected: `a class from 0 to ${this.classes - 1}`,
          found: `${target}`,
        });
      }
      hot[i * this.classes + target] = 1;
    }
    return hot;
  }
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
