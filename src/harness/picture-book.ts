import type { Maps } from '../attribution/maps.ts';
import type { Order, Plan } from '../config/plan.ts';
import type { Stage } from '../randomize/orders.ts';
import { randomizeStage } from '../randomize/randomize.ts';
import { explainAll } from './explain-all.ts';
import type { CheckPictures, Pictures } from './pictures.ts';
import type { TrainedReferences } from './references.ts';
import type { Step } from './step.ts';
import type { Subject } from './subject.ts';

/** Collects the maps of the first draw for the inputs that figures show. */
export class PictureBook {
  readonly #subject: Subject;
  readonly #plan: Plan;
  readonly #references: TrainedReferences;
  /** By order and stage: the shown maps of every method. */
  readonly #pages = new Map<string, readonly Float32Array[]>();

  constructor(subject: Subject, plan: Plan, references: TrainedReferences) {
    this.#subject = subject;
    this.#plan = plan;
    this.#references = references;
  }

  add(stage: Stage, maps: readonly Maps[]): void {
    this.#pages.set(
      pageOf(stage),
      maps.map((m) => this.#shown(m)),
    );
  }

  /** Explains what a resumed run did not, and puts all in order. */
  async finish(stages: ReadonlyMap<Order, readonly Stage[]>, steps: readonly Step[]): Promise<Pictures> {
    for (const stage of [...stages.values()].flat()) {
      if (!this.#pages.has(pageOf(stage))) await this.#explain(stage);
    }
    const { subject, plan } = { subject: this.#subject, plan: this.#plan };
    const { batch, inputs, methods } = subject;
    const size = batch.values.length / batch.count;
    return {
      inputs: {
        ids: inputs.ids.slice(0, plan.pictures),
        shape: batch.shape,
        values: batch.values.slice(0, plan.pictures * size),
      },
      checks: methods.flatMap((_, m) =>
        [...stages].map(([order, list]) => this.#check(m, order, list, steps)),
      ),
    };
  }

  #check(m: number, order: Order, stages: readonly Stage[], steps: readonly Step[]): CheckPictures {
    const { maps } = this.#references.prepared[m];
    const method = this.#subject.methods[m].name;
    const pages = [
      this.#shown(maps),
      ...stages.map((s) => this.#pages.get(pageOf(s))?.[m] ?? new Float32Array(0)),
    ];
    const values = new Float32Array(pages.reduce((sum, page) => sum + page.length, 0));
    let at = 0;
    for (const page of pages) {
      values.set(page, at);
      at += page.length;
    }
    const first = stages.map((s) =>
      steps.find((step) => step.draw === 0 && step.order === order && step.stage === s.name),
    );
    const count = this.#plan.pictures;
    const metrics = Object.keys(first[0]?.scores[method] ?? {});
    const scores = Object.fromEntries(
      metrics.map((metric) => {
        const ceiling = this.#references.ceilings[m][metric];
        const trained = Array.from(ceiling.subarray(0, count), (v) => (Number.isNaN(v) ? null : v));
        return [
          metric,
          [...trained, ...first.flatMap((s) => s?.scores[method][metric].slice(0, count) ?? [])],
        ];
      }),
    );
    return {
      method,
      order,
      stages: ['trained', ...stages.map((s) => s.name)],
      shape: maps.shape,
      values,
      scores,
    };
  }

  async #explain(stage: Stage): Promise<void> {
    const { seed, target, initializer, batchNorm, pictures: count } = this.#plan;
    const { weights } = randomizeStage(this.#subject.model, stage, { draw: 0, seed, initializer, batchNorm });
    const { maps } = await explainAll(this.#subject, weights, { seed, target, count });
    this.add(stage, maps);
  }

  #shown({ values, count }: Maps): Float32Array {
    return values.slice(0, (values.length / count) * this.#plan.pictures);
  }
}

const pageOf = (stage: Stage): string => `${stage.order} ${stage.name}`;
