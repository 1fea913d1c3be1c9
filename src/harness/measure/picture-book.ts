import type { Maps } from '../../attribution/maps.ts';
import { type Check, type Condition, concernedBy, repetitions } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Plan } from '../../plan/plan.ts';
import { toJson } from '../../results/lines.ts';
import type { CheckPictures, Pictures } from '../../results/pictures.ts';
import type { Region } from '../../similarity/region/region.ts';
import type { ScoreTables } from '../conclude/score-tables.ts';
import type { Subject } from '../prepare/subject.ts';
import type { Chunk } from './chunks.ts';
import { explainAll } from './explain-all.ts';
import { occasionOf } from './occasion.ts';
import type { References } from './references.ts';
import type { VariantLab } from './variant-lab.ts';

/** A model that figures show maps of. */
interface Panel {
  readonly stage: Condition;
  readonly draw: number;
  readonly name: string;
}

/** The shown maps of one method on one model, with the number of inputs that came from each place on. */
interface Page {
  readonly values: Float32Array;
  /** What they explain, of a check that shows it. */
  readonly inputs: Float32Array | null;
  readonly parts: Map<number, number>;
}

const shownOf = ({ parts }: Page): number => [...parts.values()].reduce((sum, count) => sum + count, 0);

/** Collects the maps of the first draw, or of every permutation of labels, for the inputs that figures show. */
export class PictureBook {
  readonly #subject: Subject;
  readonly #plan: Plan;
  readonly #references: References;
  readonly #lab: VariantLab;
  /** By model, then by the place of the method. */
  readonly #pages = new Map<string, (Page | undefined)[]>();

  constructor(subject: Subject, plan: Plan, references: References, lab: VariantLab) {
    this.#subject = subject;
    this.#plan = plan;
    this.#references = references;
    this.#lab = lab;
  }

  add(
    at: { readonly stage: Condition; readonly draw: number },
    method: number,
    { first }: Chunk,
    { values, count }: Maps,
    inputs?: Float32Array,
  ): void {
    const { pictures } = this.#plan;
    const { panel, showsInputs } = findCheck(at.stage.check);
    if (first >= pictures || panel(at.stage, at.draw) === null) return;
    const size = values.length / count;
    const key = this.#keyOf(at);
    const pages = this.#pages.get(key) ?? [];
    const inputSize = this.#inputSize;
    const page = pages[method] ?? {
      values: new Float32Array(pictures * size),
      inputs: showsInputs && inputs ? new Float32Array(pictures * inputSize) : null,
      parts: new Map(),
    };
    const taken = Math.min(count, pictures - first);
    if (inputs) page.inputs?.set(inputs.subarray(0, taken * inputSize), first * inputSize);
    page.values.set(values.subarray(0, taken * size), first * size);
    page.parts.set(first, taken);
    pages[method] = page;
    this.#pages.set(key, pages);
  }

  get #inputSize(): number {
    const { values, count } = this.#subject.batch;
    return values.length / count;
  }

  /** Explains what a resumed run did not, and puts all in order. */
  async finish(stages: ReadonlyMap<string, readonly Condition[]>, tables: ScoreTables): Promise<Pictures> {
    const panels = new Map([...stages].map(([order, list]) => [order, this.#panels(order, list)]));
    for (const panel of [...panels.values()].flat()) {
      const pages = this.#pages.get(this.#keyOf(panel)) ?? [];
      const concerned = concernedBy(panel.stage, this.#subject.methods);
      const whole = concerned.every((method) => {
        const page = pages[this.#subject.methods.indexOf(method)];
        return page && shownOf(page) === this.#plan.pictures;
      });
      if (!whole) await this.#explain(panel);
    }
    const { subject, plan } = { subject: this.#subject, plan: this.#plan };
    const { batch, inputs, methods } = subject;
    const size = batch.values.length / batch.count;
    return {
      inputs: {
        ids: inputs.ids.slice(0, plan.pictures),
        shape: batch.shape,
        values: batch.values.slice(0, plan.pictures * size),
        ...(subject.regions && { regions: insideOf(subject.regions.slice(0, plan.pictures)) }),
      },
      checks: methods.flatMap((_, m) => {
        const checks = [...panels].map(([order, list]) => this.#check(m, order, list, tables));
        // Large maps need not be there twice for all methods at once.
        for (const pages of this.#pages.values()) pages[m] = undefined;
        return checks;
      }),
    };
  }

  #panels(name: string, stages: readonly Condition[]): Panel[] {
    const check = findCheck(name);
    return stages.flatMap((stage) =>
      Array.from({ length: repetitions(check, stage, this.#plan) }, (_, draw) => ({
        stage,
        draw,
        name: check.panel(stage, draw),
      })).filter((panel): panel is Panel => panel.name !== null),
    );
  }

  /** Equal for panels that show the maps of the same model. */
  #keyOf({ stage, draw }: Pick<Panel, 'stage' | 'draw'>): string {
    const check = findCheck(stage.check);
    return `${draw} ${check.reference?.name ?? ''} ${check.variant(this.#lab, stage, draw).key}`;
  }

  #check(m: number, order: string, all: readonly Panel[], tables: ScoreTables): CheckPictures {
    const check = findCheck(order);
    const { maps } = this.#references(check)[m];
    const method = this.#subject.methods[m].name;
    const panels = all.filter(({ stage }) => stage.methods?.includes(method) ?? true);
    const count = this.#plan.pictures;
    const size = maps.values.length / maps.count;
    const values = new Float32Array((panels.length + 1) * count * size);
    values.set(maps.values.subarray(0, count * size));
    for (const [at, panel] of panels.entries()) {
      values.set(this.#pages.get(this.#keyOf(panel))?.[m]?.values ?? [], (at + 1) * count * size);
    }
    const lines = panels.map(({ stage, draw }) => tables.measurements(method, stage, draw) ?? []);
    const metrics = Object.keys(lines[0]?.[0]?.scores ?? {});
    const scores = Object.fromEntries(
      metrics.map((metric) => {
        const ceiling = tables.ceiling(method, metric, check.reference?.name).subarray(0, count);
        const shown = lines.flatMap((chunks) =>
          chunks.flatMap((line) => line.scores[metric]).slice(0, count),
        );
        return [metric, [...toJson(ceiling), ...shown]];
      }),
    );
    return {
      method,
      order,
      stages: ['trained', ...panels.map(({ name }) => name)],
      shape: maps.shape,
      values,
      ...(check.showsInputs && { inputs: this.#inputs(m, panels) }),
      ...(check.caption && { captions: this.#captions(check, panels) }),
      ...(check.needs.regions && { outlined: true as const }),
      scores,
    };
  }

  /** What stands under the maps: under those that others are compared with first. */
  #captions({ caption }: Check, panels: readonly Panel[]): string[][] {
    const places = [null, ...panels];
    return places.map((panel) =>
      Array.from({ length: this.#plan.pictures }, (_, input) =>
        caption!(this.#lab, panel?.stage ?? null, panel?.draw ?? 0, input),
      ),
    );
  }

  /** What the maps of a method explain: the inputs of the run first. */
  #inputs(m: number, panels: readonly Panel[]): Float32Array {
    const given = this.#subject.batch.values.subarray(0, this.#plan.pictures * this.#inputSize);
    const inputs = new Float32Array((panels.length + 1) * given.length);
    inputs.set(given);
    for (const [at, panel] of panels.entries()) {
      inputs.set(this.#pages.get(this.#keyOf(panel))?.[m]?.inputs ?? given, (at + 1) * given.length);
    }
    return inputs;
  }

  async #explain({ stage, draw }: Panel): Promise<void> {
    const { seed, target, pictures: count } = this.#plan;
    const change = await findCheck(stage.check).variant(this.#lab, stage, draw).made();
    const methods = concernedBy(stage, this.#subject.methods);
    const { maps, inputs } = await explainAll(this.#subject, change, {
      ...{ seed, target, count, methods },
      occasion: occasionOf({ stage, draw }),
    });
    this.#pages.delete(this.#keyOf({ stage, draw }));
    for (const [i, made] of maps.entries()) {
      this.add(
        { stage, draw },
        this.#subject.methods.indexOf(methods[i]),
        { first: 0, count },
        made,
        inputs[i],
      );
    }
  }
}

/** [inputs, height, width], 1 inside. */
function insideOf(regions: readonly Region[]): Float32Array {
  return Float32Array.from(regions.flatMap(({ inside }) => [...inside]));
}
