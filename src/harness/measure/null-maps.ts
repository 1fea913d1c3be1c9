import type { Method } from '../../attribution/method.ts';
import type { Condition } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Metric } from '../../similarity/metric.ts';
import type { Subject } from '../prepare/subject.ts';
import type { Chunk } from './chunks.ts';
import { Explainer } from './explainer.ts';
import { type KeptMaps, MapStore } from './kept-maps.ts';
import { occasionOf } from './occasion.ts';
import { type PreparedMaps, prepareMaps } from './similarities.ts';
import type { VariantLab } from './variant-lab.ts';

interface NullContext {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly lab: VariantLab;
  readonly metrics: readonly Metric[];
}

/** The maps of the draw before, which the null is measured against. */
export class NullMaps {
  readonly #context: NullContext;
  readonly #kept = new Map<string, { readonly draw: number; readonly maps: KeptMaps }>();
  #store: MapStore;
  #draw = -1;

  constructor(context: NullContext) {
    this.#context = context;
    this.#store = new MapStore(context.metrics);
  }

  /** Explains the draw before, of what an interrupted run has not left in memory. */
  async require(
    { stage, draw }: { readonly stage: Condition; readonly draw: number },
    chunk: Chunk,
    methods: readonly Method[],
  ): Promise<void> {
    if (draw === 0) return;
    const missing = methods.filter((method) => !this.of({ stage, draw }, method, chunk));
    if (missing.length === 0) return;
    const { subject, plan, lab, metrics } = this.#context;
    const change = await findCheck(stage.check)
      .variant(lab, stage, draw - 1)
      .made();
    const explainer = new Explainer(subject, change, {
      ...{ seed: plan.seed, target: plan.target },
      occasion: occasionOf({ stage, draw: draw - 1 }),
    });
    try {
      await explainer.explain(chunk, missing, (method, maps) =>
        this.keep({ stage, draw: draw - 1 }, method, chunk, prepareMaps(maps, metrics)),
      );
    } finally {
      await explainer.release();
    }
  }

  of(
    { stage, draw }: { readonly stage: Condition; readonly draw: number },
    { name }: Method,
    { first }: Chunk,
  ) {
    const kept = this.#kept.get(JSON.stringify([stage.check, stage.name, name, first]));
    return kept?.draw === draw - 1 ? kept.maps : null;
  }

  keep(
    { stage, draw }: { readonly stage: Condition; readonly draw: number },
    { name }: Method,
    { first }: Chunk,
    prepared: PreparedMaps,
  ): void {
    if (draw > this.#draw) this.#store = new MapStore(this.#context.metrics);
    this.#draw = Math.max(draw, this.#draw);
    const maps = this.#store.keep(prepared);
    this.#kept.set(JSON.stringify([stage.check, stage.name, name, first]), { draw, maps });
  }
}

/** The stages that the null of every family of checks is measured at: the first at which two draws are unrelated models. */
export function stagesOfNull(checks: ReadonlyMap<string, readonly Condition[]>): ReadonlySet<Condition> {
  const byFamily = new Map<string, Condition>();
  for (const [name, stages] of checks) {
    const { family } = findCheck(name);
    const unrelated = stages.find((stage) => stage.unrelated);
    if (unrelated && !byFamily.has(family)) byFamily.set(family, unrelated);
  }
  return new Set(byFamily.values());
}
