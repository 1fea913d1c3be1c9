import type { Maps } from '../attribution/maps.ts';
import type { Condition } from '../checks/check.ts';
import { findCheck } from '../checks/registry.ts';
import type { Plan } from '../config/plan.ts';
import { explainAll } from './explain-all.ts';
import type { CheckPictures, Pictures } from './pictures.ts';
import type { TrainedReferences } from './references.ts';
import type { VariantLab } from './stage-weights.ts';
import type { Step } from './step.ts';
import type { Subject } from './subject.ts';

/** A model that figures show maps of. */
interface Panel {
  readonly stage: Condition;
  readonly draw: number;
  readonly name: string;
}

/** Collects the maps of the first draw, or of every permutation of labels, for the inputs that figures show. */
export class PictureBook {
  readonly #subject: Subject;
  readonly #plan: Plan;
  readonly #references: TrainedReferences;
  readonly #lab: VariantLab;
  /** By model: the shown maps of every method. */
  readonly #pages = new Map<string, Float32Array[]>();

  constructor(subject: Subject, plan: Plan, references: TrainedReferences, lab: VariantLab) {
    this.#subject = subject;
    this.#plan = plan;
    this.#references = references;
    this.#lab = lab;
  }

  add(stage: Condition, draw: number, maps: readonly Maps[]): void {
    if (findCheck(stage.check).panel(stage, draw) === null) return;
    this.#pages.set(
      this.#keyOf({ stage, draw }),
      maps.map((m) => this.#shown(m)),
    );
  }

  /** Explains what a resumed run did not, and puts all in order. */
  async finish(stages: ReadonlyMap<string, readonly Condition[]>, steps: readonly Step[]): Promise<Pictures> {
    const panels = new Map([...stages].map(([order, list]) => [order, this.#panels(order, list)]));
    for (const panel of [...panels.values()].flat()) {
      if (!this.#pages.has(this.#keyOf(panel))) await this.#explain(panel);
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
      checks: methods.flatMap((_, m) => {
        const checks = [...panels].map(([order, list]) => this.#check(m, order, list, steps));
        // Large maps need not be there twice for all methods at once.
        for (const page of this.#pages.values()) page[m] = new Float32Array(0);
        return checks;
      }),
    };
  }

  #panels(name: string, stages: readonly Condition[]): Panel[] {
    const check = findCheck(name);
    return stages.flatMap((stage) =>
      Array.from({ length: check.draws(this.#plan) }, (_, draw) => ({
        stage,
        draw,
        name: check.panel(stage, draw),
      })).filter((panel): panel is Panel => panel.name !== null),
    );
  }

  /** Equal for panels that show the maps of the same model. */
  #keyOf({ stage, draw }: Pick<Panel, 'stage' | 'draw'>): string {
    return `${draw} ${findCheck(stage.check).variant(this.#lab, stage, draw).key}`;
  }

  #check(m: number, order: string, panels: readonly Panel[], steps: readonly Step[]): CheckPictures {
    const { maps } = this.#references.prepared[m];
    const method = this.#subject.methods[m].name;
    const pages = [
      this.#shown(maps),
      ...panels.map((panel) => this.#pages.get(this.#keyOf(panel))?.[m] ?? new Float32Array(0)),
    ];
    const values = new Float32Array(pages.reduce((sum, page) => sum + page.length, 0));
    let at = 0;
    for (const page of pages) {
      values.set(page, at);
      at += page.length;
    }
    const first = panels.map(({ stage, draw }) =>
      steps.find((step) => step.draw === draw && step.order === order && step.stage === stage.name),
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
      stages: ['trained', ...panels.map(({ name }) => name)],
      shape: maps.shape,
      values,
      scores,
    };
  }

  async #explain({ stage, draw }: Panel): Promise<void> {
    const { seed, target, pictures: count } = this.#plan;
    const { weights } = await findCheck(stage.check).variant(this.#lab, stage, draw).weights();
    const { maps } = await explainAll(this.#subject, weights, { seed, target, count });
    this.add(stage, draw, maps);
  }

  #shown({ values, count }: Maps): Float32Array {
    return values.slice(0, (values.length / count) * this.#plan.pictures);
  }
}
