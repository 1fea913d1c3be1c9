import type { Method } from '../../attribution/method.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Metric } from '../../similarity/metric.ts';
import type { Subject } from '../prepare/subject.ts';
import type { Chunk } from './chunks.ts';
import { Explainer } from './explainer.ts';
import { type KeptMaps, MapStore } from './kept-maps.ts';
import { type PreparedMaps, prepareMaps } from './similarities.ts';

/** Trained maps of other method noise, which tell how much of a score's spread is the method's own. */
export class Replicas {
  readonly #subject: Subject;
  readonly #plan: Pick<Plan, 'seed' | 'target'>;
  readonly #metrics: readonly Metric[];
  readonly #store: MapStore;
  readonly #kept = new Map<string, KeptMaps>();

  constructor(subject: Subject, plan: Pick<Plan, 'seed' | 'target'>, metrics: readonly Metric[]) {
    this.#subject = subject;
    this.#plan = plan;
    this.#metrics = metrics;
    this.#store = new MapStore(metrics);
  }

  keep({ name }: Method, { first }: Chunk, prepared: PreparedMaps): void {
    this.#kept.set(keyOf(name, first), this.#store.keep(prepared));
  }

  /** Null for a method without noise of its own. */
  of({ name }: Method, { first }: Chunk): KeptMaps | null {
    return this.#kept.get(keyOf(name, first)) ?? null;
  }

  /** Explains again what an interrupted run has not left in memory. */
  async require(chunk: Chunk, methods: readonly Method[]): Promise<void> {
    const missing = methods.filter((method) => method.stochastic && !this.of(method, chunk));
    if (missing.length === 0) return;
    const { seed, target } = this.#plan;
    const explainer = new Explainer(this.#subject, {}, { seed, target, replica: 1 });
    try {
      await explainer.explain(chunk, missing, (method, maps) =>
        this.keep(method, chunk, prepareMaps(maps, this.#metrics)),
      );
    } finally {
      await explainer.release();
    }
  }
}

const keyOf = (method: string, first: number): string => JSON.stringify([method, first]);
